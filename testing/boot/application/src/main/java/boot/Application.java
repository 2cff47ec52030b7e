package boot;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers with what the database says of the application's user and of its connection. */
@RestController
@SpringBootApplication
public class Application {
  private final JdbcTemplate database;

  Application(JdbcTemplate database) {
    this.database = database;
  }

  public static void main(String[] parameters) {
    var application = new SpringApplication(Application.class);
    // Without a cache, its health is none of the application's.
    var cached = System.getenv("SPRING_DATA_REDIS_HOST") != null;
    application.setDefaultProperties(Map.of("management.health.redis.enabled", cached));
    application.run(parameters);
  }

  @GetMapping("/user")
  public String user() {
    return database.queryForObject("SELECT current_user", String.class);
  }

  /** Fails with a stack trace in the log. */
  @GetMapping("/fail")
  public String fail() {
    throw new IllegalStateException("asked to fail");
  }
}
