/** Terraform diagnostic. https://developer.hashicorp.com/terraform/internals/machine-readable-ui#diagnostic */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  /** Address of the resource. */
  readonly address?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
  readonly snippet?: {
    readonly context?: string | null;
    readonly code: string;
    readonly start_line: number;
    readonly values?: readonly { readonly traversal: string; readonly statement: string }[] | null;
  };
}

const SEVERITIES: Readonly<Record<string, string>> = { error: 'Error', warning: 'Warning' };

function source({ range, snippet }: Diagnostic): string[] {
  if (!range) return [];
  const context = snippet?.context ? `, in ${snippet.context}` : '';
  const code = snippet?.code.split('\n').map((line, index) => `${snippet.start_line + index}: ${line}`) ?? [];
  const values = snippet?.values?.map(({ traversal, statement }) => `  │ ${traversal} ${statement}`) ?? [];
  return [
    `  on ${range.filename} line ${range.start.line}${context}:`,
    ...code.map((line) => `   ${line}`),
    ...(values.length > 0 ? ['    ├────────────────', ...values.map((value) => `  ${value}`)] : []),
  ];
}

/** Formats a diagnostic in Terraform's frame. */
export function framed(diagnostic: Diagnostic): string[] {
  const { severity, summary, detail = '', address } = diagnostic;
  const location = [...(address ? [`  with ${address},`] : []), ...source(diagnostic)];
  const lines = [
    `${SEVERITIES[severity] ?? severity}: ${summary}`,
    '',
    ...(location.length > 0 ? [...location, ''] : []),
    ...(detail === '' ? [] : detail.split('\n')),
  ];
  return ['╷', ...lines.map((line) => `│ ${line}`.trimEnd()), '╵'];
}
