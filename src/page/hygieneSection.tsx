// Whether .env files are covered, and what to do where they are not; those in order are counted.
import type { JSX } from 'preact';
import type { HygieneEntry, HygieneStatus } from '../model/hygiene.ts';
import { counted } from '../report/quantities.ts';

const statusOrder: readonly HygieneStatus[] = ['fail', 'warn', 'ok'];

export function HygieneSection({
  entries,
}: {
  readonly entries: readonly HygieneEntry[];
}): JSX.Element | null {
  if (entries.length === 0) return null;
  const told = entries
    .filter(({ status }) => status !== 'ok')
    .toSorted((a, b) => statusOrder.indexOf(a.status) - statusOrder.indexOf(b.status));
  const covered = entries.filter(({ status }) => status === 'ok');
  return (
    <section class="panel hygiene" aria-labelledby="hygiene-title">
      <div class="panel-head">
        <h2 id="hygiene-title">.env files</h2>
      </div>
      {told.length > 0 && <Entries entries={told} />}
      {covered.length > 0 && (
        <details open={told.length === 0 && covered.length <= 20}>
          <summary>{counted(covered.length, 'path is', 'paths are')} covered</summary>
          <Entries entries={covered} />
        </details>
      )}
    </section>
  );
}

function Entries({ entries }: { readonly entries: readonly HygieneEntry[] }): JSX.Element {
  return (
    <ul class="entries">
      {entries.map(({ status, path, message, rule, fix }, index) => (
        <li key={index} class={status}>
          <span class={`status ${status}`}>{status}</span>
          <div>
            <span class="path">{path}</span>: {message}
            {rule !== null && (
              <p class="hint">
                decided by <code>{`${rule.source}:${rule.line}: ${rule.pattern}`}</code>
              </p>
            )}
            {fix !== '' && (
              <p class="fix">
                <span aria-hidden="true">→ </span>
                {fix}
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
