package io.sluice.cli.security;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A folder of labelled data: one folder a kind, JSON lines in files, some of them gzipped. */
public final class DataSet {
  private final Path root;

  /**
   * One record.
   *
   * @param file the name of its file, without endings
   */
  public record Row(String file, Json json) {
    /** A member that is text; empty where it is missing. */
    public String text(String name) {
      return json.text(name, "");
    }

    /** True if the record belongs to that part of the data: {@code train} or {@code dev}. */
    public boolean in(String split) {
      return text("split").equals(split);
    }
  }

  /** The data under {@code root}. */
  public DataSet(Path root) {
    this.root = root;
  }

  /** True if that folder is there. */
  public boolean has(String folder) {
    return Files.isDirectory(root.resolve(folder));
  }

  /** The place of a file. */
  public Path file(String folder, String name) {
    return root.resolve(folder).resolve(name);
  }

  /**
   * Every record of one folder, file by file in the order of their names; none if it is not there.
   *
   * @throws IOException if a file cannot be read, or a line is not JSON
   */
  public List<Row> rows(String folder) throws IOException {
    var rows = new ArrayList<Row>();
    if (!has(folder)) {
      return rows;
    }
    try (var files = Files.list(root.resolve(folder))) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".jsonl") || name.endsWith(".jsonl.gz")) {
          read(file, name.substring(0, name.indexOf(".jsonl")), rows);
        }
      }
    }
    return rows;
  }

  private static void read(Path file, String name, List<Row> rows) throws IOException {
    try (InputStream plain = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(plain) : plain;
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          rows.add(new Row(name, parse(line, name, number)));
        }
      }
    }
  }

  private static Json parse(String line, String file, int number) throws IOException {
    try {
      return Json.parse(Bytes.utf8(line), JsonLimits.DEFAULT);
    } catch (JsonException e) {
      throw new IOException(file + ", line " + number + ": not JSON", e);
    }
  }
}
