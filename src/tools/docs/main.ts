import { staleDocuments, writeDocuments } from './generate';

// `npm run docs` writes the generated sections of docs/; with --check it only lists the documents that are out of date.
if (process.argv.includes('--check')) {
  for (const { file } of staleDocuments()) {
    console.error(`${file}: the generated section is out of date; run npm run docs`);
    process.exitCode = 1;
  }
} else {
  for (const file of writeDocuments()) console.error(`${file}: written`);
}
