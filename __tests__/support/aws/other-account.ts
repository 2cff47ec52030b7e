/** Credentials of another account on the emulated AWS: moto gives them to whoever takes on one of its roles. */
export async function otherAccount(endpoint: string) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      // The name of the service is what moto reads of it.
      Authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/ap-northeast-2/sts/aws4_request, SignedHeaders=host, Signature=x',
    },
    body: new URLSearchParams({
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: 'arn:aws:iam::222222222222:role/other',
      RoleSessionName: 'other',
    }),
  });
  const text = await response.text();
  const value = (name: string): string => new RegExp(`<${name}>([^<]*)`).exec(text)?.[1] ?? '';
  return {
    accessKeyId: value('AccessKeyId'),
    secretAccessKey: value('SecretAccessKey'),
    sessionToken: value('SessionToken'),
  };
}
