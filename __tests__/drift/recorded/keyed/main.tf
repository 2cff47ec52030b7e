resource "aws_ssm_parameter" "keyed" {
  for_each       = toset(["a", "b"])
  name           = "/keyed/${each.key}"
  type           = "String"
  insecure_value = "one"
}
