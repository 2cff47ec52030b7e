#!/usr/bin/env node
import { launch } from './launch.mjs';

// Disables version checks and telemetry of Terraform and the CDKTF CLI.
process.env.CHECKPOINT_DISABLE ??= '1';

await launch('src/cli/devloop');
