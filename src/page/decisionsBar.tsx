// The decisions as a whole: how many there are, and how they leave the page and come back.
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { counted } from '../report/quantities.ts';
import type { Decision } from '../model/decision.ts';
import { isUserError } from '../model/errors.ts';
import { sanitize } from '../report/sanitize.ts';
import { parseDecisions } from '../triage/decisions.ts';
import { decisionsJson, ignoreLines } from './decision.ts';
import { download } from './download.ts';
import type { Decisions } from './filter.ts';
import { savedCopy } from './savedCopy.ts';

export interface DecisionsBarProps {
  readonly decisions: Decisions;
  /** Fingerprints of this report. */
  readonly known: ReadonlySet<string>;
  readonly isKept: boolean;
  readonly onImport: (decisions: readonly Decision[]) => void;
}

const unkept = 'This browser does not keep them: save the page before you close it.';

export function DecisionsBar({
  decisions,
  known,
  isKept,
  onImport,
}: DecisionsBarProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState('');
  const isEmpty = decisions.size === 0;
  const json = (): string => decisionsJson(decisions.values());
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    try {
      const read = parseDecisions(await file.text(), file.name);
      onImport(read);
      const others = read.filter(({ fingerprint }) => !known.has(fingerprint)).length;
      const rest = others === 0 ? '' : `, ${others} of them about no finding of this report`;
      setTold(`${counted(read.length, 'decision')} read${rest}.`);
    } catch (error) {
      setTold(isUserError(error) ? sanitize(error.message) : 'The file could not be read.');
    }
  };
  return (
    <section
      class={isEmpty ? 'panel decisions' : 'panel decisions some'}
      aria-labelledby="decisions-title"
    >
      <h2 id="decisions-title">{counted(decisions.size, 'decision')}</h2>
      <div class="buttons">
        <button
          type="button"
          disabled={isEmpty}
          onClick={() => {
            download('leaktrail-decisions.json', 'application/json', json());
            setTold('In the repository: leaktrail baseline --decisions leaktrail-decisions.json');
          }}
        >
          Export JSON
        </button>
        <button
          type="button"
          disabled={isEmpty}
          onClick={() => {
            download('leaktrailignore.txt', 'text/plain', ignoreLines(decisions.values()));
            setTold('Add these lines to .leaktrailignore at the top of the repository.');
          }}
        >
          Export .leaktrailignore lines
        </button>
        <button type="button" onClick={() => input.current?.click()}>
          Import JSON
        </button>
        <button
          type="button"
          onClick={() => {
            download('leaktrail-report.html', 'text/html', savedCopy(json()));
            setTold('Whoever opens the saved page goes on from these decisions.');
          }}
        >
          Save page with decisions
        </button>
        <input
          ref={input}
          type="file"
          hidden
          accept="application/json,.json"
          aria-label="File of decisions"
          onChange={(event) => {
            const { currentTarget } = event;
            void take(currentTarget.files?.[0]).then(() => {
              // The same file may be taken once more.
              currentTarget.value = '';
            });
          }}
        />
      </div>
      <p class="hint" role="status">
        {[told, isEmpty || isKept ? '' : unkept].filter(Boolean).join(' ')}
      </p>
    </section>
  );
}
