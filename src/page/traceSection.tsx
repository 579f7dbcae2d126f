// What a trace looked for: names and files, never values.
import type { JSX } from 'preact';
import type { TraceScope } from '../model/trace.ts';
import { counted } from '../report/quantities.ts';
import { leftOutReasons } from '../report/textTrace.ts';

export function TraceSection({
  scope,
}: {
  readonly scope: TraceScope | undefined;
}): JSX.Element | null {
  if (scope === undefined) return null;
  const { files, sought, leftOut } = scope;
  return (
    <section class="panel" aria-labelledby="trace-title">
      <div class="panel-head">
        <h2 id="trace-title">Values looked for</h2>
      </div>
      <dl class="refs">
        <dt>Files</dt>
        <dd>
          {files.map(({ path, values }) => `${path} (${counted(values, 'value')})`).join(', ')}
        </dd>
        <dt>Sought</dt>
        <dd>{[...new Set(sought.map(({ name }) => name))].join(', ') || 'nothing'}</dd>
        {leftOut.length > 0 && (
          <>
            <dt>Left out</dt>
            <dd>
              {leftOut.map(({ name, reason }) => `${name} (${leftOutReasons[reason]})`).join(', ')}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
