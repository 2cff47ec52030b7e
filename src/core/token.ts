/** An HTTP field value in ASCII. RFC 9110. Node.js quotes an invalid value in its error, so a token is checked first. */
const FIELD_VALUE = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;

export const isToken = (text: string): boolean => FIELD_VALUE.test(text);

/** Error without the token. */
export const NO_TOKEN = {
  message: 'is no token: it has a line break or another character that no HTTP header takes',
  accepted: 'the token alone, on one line',
};
