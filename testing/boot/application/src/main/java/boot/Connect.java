package boot;

import java.sql.DriverManager;
import java.sql.SQLException;

/** Connects to the database of a URL as anyone, and prints why that fails. */
public class Connect {
  public static void main(String[] parameters) {
    try {
      DriverManager.getConnection(parameters[0], "x", "x").close();
    } catch (SQLException error) {
      error.printStackTrace();
    }
  }
}
