package io.sluice.cli.security;

import java.io.IOException;
import java.util.List;

/** Measures one kind of folder of a data set. */
public interface Measure {
  /** The folders that it reads; it runs if at least one of them is there. */
  List<String> folders();

  /**
   * The figures, in the order in which people should read them.
   *
   * @throws IOException if a file cannot be read or is not laid out as expected
   */
  List<Score> scores(DataSet data) throws IOException;
}
