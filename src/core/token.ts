/** RFC 9110, "Field values", in ASCII. An HTTP client that is given anything else prints it in its error. */
const FIELD_VALUE = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;

export const isToken = (text: string): boolean => FIELD_VALUE.test(text);

/** Says what a refused value is like, without the value. */
export const NO_TOKEN = {
  message: 'is no token: it has a line break or another character that no HTTP header takes',
  accepted: 'the token alone, on one line',
};
