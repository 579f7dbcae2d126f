// Every parser that reads what others wrote.
import type { Target } from './target.ts';
import { archiveTargets } from './targets/archives.ts';
import { argumentTargets } from './targets/arguments.ts';
import { contentTargets } from './targets/contents.ts';
import { detectionTargets } from './targets/detection.ts';
import { gitFileTargets } from './targets/gitFiles.ts';
import { objectTargets } from './targets/objects.ts';
import { packTargets } from './targets/packs.ts';
import { refTargets } from './targets/refs.ts';
import { settingsTargets } from './targets/settings.ts';
import { indexTargets } from './targets/stagingIndex.ts';
import { storageTargets } from './targets/storage.ts';
import { suppressionTargets } from './targets/suppressions.ts';

export const targets: readonly Target[] = [
  ...packTargets,
  ...storageTargets,
  ...objectTargets,
  ...indexTargets,
  ...refTargets,
  ...gitFileTargets,
  ...detectionTargets,
  ...archiveTargets,
  ...contentTargets,
  ...settingsTargets,
  ...suppressionTargets,
  ...argumentTargets,
];
