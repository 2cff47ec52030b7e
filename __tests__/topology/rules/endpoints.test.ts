import {
  ANYWHERE,
  APP,
  WEB_AND_APP,
  check,
  egress,
  group,
  ingress,
  instance,
  ref,
  rows,
  sg,
  terraform,
} from '../support/network';

describe('Other endpoints', () => {
  const lambda = {
    'aws_lambda_function.f': {
      vpc_config: { subnet_ids: [ref('aws_subnet.private')], security_group_ids: [sg('app')] },
    },
  };
  const nic = {
    'aws_network_interface.n': {
      subnet_id: ref('aws_subnet.private'),
      security_groups: [sg('app')],
      attachment: { instance: ref('aws_instance.web'), device_index: 1 },
    },
  };
  check([
    ...rows(
      'configuration-vpc',
      terraform(WEB_AND_APP, lambda),
      ['a function goes out', 'aws_lambda_function.f', 'internet', 443, 'yes'],
      ['and is not connected to', 'aws_instance.web', 'aws_lambda_function.f', 8080, 'no: no listener'],
    ),
    ...rows(
      'using-eni',
      terraform(WEB_AND_APP, group('web'), nic, egress('web', 8080, ANYWHERE)),
      ['a second interface serves as well', 'aws_instance.web', 'aws_instance.web', 8080, 'yes'],
      ['an interface is an end', 'aws_instance.web', 'aws_network_interface.n', 8080, 'yes'],
    ),
    ...rows(
      'terraform: count',
      terraform(WEB_AND_APP, instance('app', 'private', { count: '${var.n}' })),
      ['a count that is not known', 'aws_instance.web', APP, 8080, 'unknown', 'count'],
      ['where it could not matter', 'internet', APP, 8080, 'no: no route'],
      ['one of them', 'aws_instance.web', `${APP}[0]`, 8080, 'unknown'],
    ),
    ...rows(
      'terraform: count',
      terraform(WEB_AND_APP, instance('app', 'private', { count: 2 })),
      ['each of them', 'aws_instance.web', `${APP}[1]`, 8080, 'yes'],
      ['all of them', 'aws_instance.web', APP, 8080, 'yes'],
    ),
    ...rows(
      'terraform: for_each',
      terraform(
        WEB_AND_APP,
        instance('app', 'private', {
          for_each: { a: 'public', b: 'private' },
          subnet_id: '${each.key == "a" ? aws_subnet.public.id : aws_subnet.private.id}',
        }),
      ),
      ['by key', 'internet', `${APP}["b"]`, 8080, 'no: no route'],
      ['whichever it is', 'aws_instance.web', `${APP}["a"]`, 8080, 'yes'],
    ),
    ...rows(
      'terraform: data sources',
      {
        ...terraform(WEB_AND_APP, {
          [APP]: { subnet_id: '${data.aws_subnet.x.id}', vpc_security_group_ids: [sg('app')] },
        }),
        data: { aws_subnet: { x: {} } },
      },
      ["a data source's subnet", 'aws_instance.web', APP, 8080, 'unknown', 'data.aws_subnet.x'],
      ['where no rule lets it in', 'aws_instance.web', APP, 22, 'no: ingress rule'],
      ['as an end', 'internet', 'data.aws_subnet.x', 22, 'unknown'],
    ),
    ...rows(
      'terraform: modules',
      { ...terraform(WEB_AND_APP), module: { m: { source: './m', groups: [sg('app')] } } },
      ['a module that is given a group may open it', 'aws_instance.web', APP, 22, 'unknown', 'module.m'],
      ['what is open stays open', 'aws_instance.web', APP, 8080, 'yes'],
      ['what is in it', 'internet', 'module.m.aws_instance.x', 22, 'unknown', 'module.m'],
    ),
    ...rows(
      'terraform: modules',
      { ...terraform(WEB_AND_APP), module: { m: { source: './m', name: 'x' } } },
      ['one that is given nothing opens nothing', 'aws_instance.web', APP, 22, 'no: ingress rule'],
    ),
    ...rows(
      'introduction-global-accelerator',
      terraform(WEB_AND_APP, {
        'aws_globalaccelerator_endpoint_group.g': { endpoint_configuration: [{ endpoint_id: ref(APP) }] },
      }),
      ['an accelerator may bring the internet in', 'internet', APP, 8080, 'unknown', 'accelerator'],
    ),
    ...rows(
      'security-vpc-bpa',
      terraform(WEB_AND_APP, {
        'aws_vpc_block_public_access_options.all': { internet_gateway_block_mode: 'block-ingress' },
      }),
      ['an account that blocks gateways', 'internet', 'aws_instance.web', 80, 'unknown', 'block'],
      ['within it', 'aws_instance.web', APP, 8080, 'yes'],
    ),
    ...rows(
      'default-vpc',
      terraform(
        {
          'aws_default_vpc.d': {},
          'aws_default_subnet.a': { availability_zone: 'z-a' },
          'aws_security_group.web': { vpc_id: ref('aws_default_vpc.d') },
          'aws_instance.web': { subnet_id: ref('aws_default_subnet.a'), vpc_security_group_ids: [sg('web')] },
        },
        ingress('web', 80, ANYWHERE),
      ),
      ['the default VPC is public', 'internet', 'aws_instance.web', 80, 'yes'],
    ),
  ]);
});
