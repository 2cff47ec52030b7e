import type { StateSettings } from '../core/state-backend';

/**
 * State backends. An environment sets one of them as its `state`; `devloop move-state` migrates its state to another. Bucket names
 * are shared by all AWS accounts, and the organization is yours in HCP Terraform: choose your own. The bucket name here is a
 * placeholder that works on the emulator only. On AWS every command rejects it and suggests a name with your account id.
 */
export const stateBackends = {
  s3: { backend: 's3', bucket: 'amzn-s3-demo-choose-a-name', region: 'ap-northeast-2' },
  cloud: { backend: 'cloud', hostname: 'app.terraform.io', organization: 'devloop' },
  local: { backend: 'local' },
} satisfies { [Backend in StateSettings['backend']]: Extract<StateSettings, { backend: Backend }> };
