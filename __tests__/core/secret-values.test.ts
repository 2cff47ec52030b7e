import { looksSecret } from '../../src/core/secret-values';

describe('A variable of the environment', () => {
  test.each([
    ['DB_PASSWORD', 'x', 'has the name of a secret'],
    ['STRIPE_API_KEY', '', 'has the name of a secret'],
    ['TOKEN', 'x', 'has the name of a secret'],
    ['LICENSE', '-----BEGIN RSA PRIVATE KEY-----', 'is a private key'],
    ['A', 'ghp_0123456789abcdefghijABCDEFGHIJ012345', 'has the form of a GitHub token'],
    ['A', 'xoxb-1234567890-abcdef', 'has the form of a Slack token'],
    ['A', 'sk_live_0123456789abcdef', 'has the form of a Stripe key'],
    ['A', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'has the form of a JSON Web Token'],
    ['REDIS_URL', 'redis://:pa55@cache:6379', 'is a URL with a password'],
    ['A', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b', 'looks like a random key'],
    ['A', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'looks like a random key'],
  ])('%s=%s is refused: it %s', (name, value, why) => {
    expect(looksSecret(name, value)).toBe(why);
  });

  test.each([
    ['SPRING_PROFILES_ACTIVE', 'prod'],
    ['TOKEN_TTL_SECONDS', '3600'],
    ['PASSWORD_MIN_LENGTH', '12'],
    ['PUBLIC_KEY', 'https://example.com/key.pem'],
    ['API_URL', 'https://api.example.com/v1?region=ap-northeast-2'],
    ['QUEUE', 'https://sqs.ap-northeast-2.amazonaws.com/123456789012/devloop-prod-orders'],
    ['JAVA_TOOL_OPTIONS', '-XX:MaxRAMPercentage=75.0 -Dfile.encoding=UTF-8'],
    ['BUCKET', 'devloop-prod-uploads-123456789012'],
    ['CONFIG', '/opt/MyApp2/config/Settings'],
    ['ZEROS', '00000000000000000000000000000000a'],
  ])('%s=%s is accepted', (name, value) => {
    expect(looksSecret(name, value)).toBeUndefined();
  });
});
