// The timeline for those who do not see it, or want its figures: how many secrets came and went each year.
import type { JSX } from 'preact';
import type { TimelineBar } from './timelineView.ts';

interface Year {
  readonly year: number;
  came: number;
  went: number;
}

export function TimelineWords({ bars }: { readonly bars: readonly TimelineBar[] }): JSX.Element {
  let held = 0;
  return (
    <details class="words">
      <summary>The timeline in figures</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Year</th>
            <th scope="col">Came in</th>
            <th scope="col">Taken out</th>
            <th scope="col">There at its end</th>
          </tr>
        </thead>
        <tbody>
          {yearsOf(bars).map(({ year, came, went }) => {
            held += came - went;
            return (
              <tr key={year}>
                <th scope="row">{year}</th>
                <td>{came}</td>
                <td>{went}</td>
                <td>{held}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}

function yearsOf(bars: readonly TimelineBar[]): Year[] {
  const years = new Map<number, Year>();
  const of = (time: number): Year => {
    const year = new Date(time).getUTCFullYear();
    const entry = years.get(year) ?? { year, came: 0, went: 0 };
    years.set(year, entry);
    return entry;
  };
  for (const { start, end } of bars) {
    of(start).came += 1;
    if (end !== null) of(end).went += 1;
  }
  return [...years.values()].sort((a, b) => a.year - b.year);
}
