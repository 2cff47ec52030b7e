import { demoImages } from '../../src/emulator/demo-inputs';
import { environment } from '../support/fixtures/environments';

describe('Demo inputs', () => {
  const given = process.env['TF_VAR_images'];
  afterEach(() => {
    if (given === undefined) delete process.env['TF_VAR_images'];
    else process.env['TF_VAR_images'] = given;
  });

  test('have an image for each name, of servers and of canaries', () => {
    delete process.env['TF_VAR_images'];
    const named = environment({ 'servers.0.container.image': 'shop', 'servers.0.canary': { image: 'next' } });
    expect(demoImages(named)).toEqual({ TF_VAR_images: '{"shop":"shop:1.0.0","next":"next:1.0.0"}' });
    expect(demoImages(environment())).toEqual({});
  });

  test('leave images as they are set', () => {
    process.env['TF_VAR_images'] = '{"shop": "shop:2"}';
    expect(demoImages(environment({ 'servers.0.container.image': 'shop' }))).toEqual({
      TF_VAR_images: '{"shop": "shop:2"}',
    });
  });
});
