package boot;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Keeps texts in a table of the database. */
@RestController
@RequestMapping("/database/{name}")
public class DatabaseController {
  private final JdbcTemplate database;

  DatabaseController(JdbcTemplate database) {
    this.database = database;
  }

  @PutMapping
  public void write(@PathVariable String name, @RequestBody String text) {
    database.execute("CREATE TABLE IF NOT EXISTS texts (name VARCHAR(64) PRIMARY KEY, content TEXT)");
    database.update("DELETE FROM texts WHERE name = ?", name);
    database.update("INSERT INTO texts VALUES (?, ?)", name, text);
  }

  @GetMapping
  public String read(@PathVariable String name) {
    return database.queryForObject("SELECT content FROM texts WHERE name = ?", String.class, name);
  }
}
