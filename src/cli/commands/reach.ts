import { answerReach } from '../reach-answer';

/** `npm run reach`: who reaches whom, before anything is deployed. */
void answerReach(process.argv.slice(2)).then(({ status, stdout, stderr }) => {
  process.exitCode = status;
  if (stdout !== '') console.log(stdout);
  if (stderr !== '') console.error(stderr);
});
