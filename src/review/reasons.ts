/** Why Terraform plans an action, by `action_reason`. HashiCorp: "JSON Output Format". */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: 'the state marks it as damaged (tainted)',
  replace_because_cannot_update: 'the provider cannot update it in place',
  replace_by_request: '-replace names it',
  replace_by_triggers: 'what replace_triggered_by names changes',
  delete_because_no_resource_config: 'it is not in the configuration',
  delete_because_no_module: 'its module is not in the configuration',
  delete_because_wrong_repetition: 'the configuration starts or stops to use count or for_each for it',
  delete_because_count_index: 'its index is not below count',
  delete_because_each_key: 'its key is not in for_each',
  delete_because_no_move_target: 'it is moved to an address that is not in the configuration',
  read_because_config_unknown: 'its arguments are known after apply',
  read_because_dependency_pending: 'what it depends on changes',
  read_because_check_nested: 'it belongs to a check',
};

/** A reason in words; one that is not known is told as Terraform has it. */
export const reasonOf = (reason: string): string => REASONS[reason] ?? reason;
