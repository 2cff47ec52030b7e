import type { StateSettings } from '../core/state-backend';

/**
 * The places for state. An environment names one of them as its `state`; `devloop move-state` moves its state to another. The
 * names of buckets are shared by all of AWS, and an organization of HCP Terraform is yours: choose your own. The bucket here is a
 * placeholder that works on the emulator only; on AWS every command refuses it, and proposes a name with your account id.
 */
export const stateBackends = {
  s3: { backend: 's3', bucket: 'amzn-s3-demo-choose-a-name', region: 'ap-northeast-2' },
  cloud: { backend: 'cloud', hostname: 'app.terraform.io', organization: 'devloop' },
  local: { backend: 'local' },
} satisfies { [Backend in StateSettings['backend']]: Extract<StateSettings, { backend: Backend }> };
