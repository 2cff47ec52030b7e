import type { Machine } from './machine';
import type { BootedDatabase, suiteSite } from './site';

const STARTED = 'systemctl show --property InvocationID --value application';

/** An application's server with its database. */
export class BootedApplication {
  private constructor(
    private readonly site: ReturnType<typeof suiteSite>,
    public readonly machine: Machine,
    public readonly database: BootedDatabase,
  ) {}

  /** Starts the network, AWS, the database and the server, and waits until the application answers. */
  public static async boot(site: ReturnType<typeof suiteSite>): Promise<BootedApplication> {
    await site.start();
    await site.startAws();
    const database = await site.addDatabase();
    const application = new BootedApplication(site, await site.create('servers_devloop_server'), database);
    await application.machine.boot();
    await application.isHealthy();
    return application;
  }

  public get(path: string): Promise<{ status: number; body: string }> {
    return this.site.internet.get(`http://${this.machine.address}:8080${path}`);
  }

  public isHealthy(): Promise<void> {
    return this.machine.until('health', async () => (await this.get('/actuator/health')).status === 200);
  }

  /** Which start of its unit this is. */
  public started(): Promise<string> {
    return this.machine.output(STARTED);
  }

  /** Waits until its unit has started again. */
  public isStarted(since: string): Promise<void> {
    return this.machine.until('a new start', async () => (await this.started()) !== since);
  }

  public async password(): Promise<string> {
    return (await this.site.aws.secret(this.database.secretArn)).password;
  }

  /** Gives its secret a new version, as a rotation does. */
  public rotate(password: string): Promise<void> {
    return this.site.aws.putSecret(this.database.secretArn, { username: 'application', password });
  }

  /** Paths of files on the server's disk with a text. */
  public async onDisk(text: string): Promise<string> {
    const folders = '/etc /home /root /tmp /var /usr/local /opt';
    const found = `grep --recursive --files-with-matches --fixed-strings -- '${text}' ${folders}`;
    return (await this.machine.run(found)).stdout;
  }

  /** What the driver says of a database with a certificate of a known authority for another name, in the URL of the application. */
  public async refusalOfStranger(): Promise<string> {
    const environment = await this.machine.output(
      "docker inspect application --format '{{range .Config.Env}}{{println .}}{{end}}'",
    );
    const [, url = ''] = /^SPRING_DATASOURCE_URL=(.*)$/m.exec(environment) ?? [];
    const stranger = url.replace(/(?<=:\/\/)[^.]+/, 'stranger');
    return this.machine.output(`docker run --rm --volumes-from application --entrypoint /opt/java/bin/java \
      "$(docker inspect application --format '{{.Config.Image}}')" \
      -cp /application.jar -Dloader.main=boot.Connect org.springframework.boot.loader.launch.PropertiesLauncher '${stranger}' 2>&1`);
  }
}
