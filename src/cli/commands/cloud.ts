import { cloudCommand } from '../cloud-command';

export const cloud = cloudCommand(async (name) => (await import('../../config')).loadEnvironment(name));
