package io.sluice.policy;

import io.sluice.model.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The files of a policy: {@code schema.cedarschema}, {@code *.cedar} and {@code tests/*.yaml}, as
 * they stand. Whether they make sense is for {@link Rules} to say.
 *
 * @param id SHA-256 over names and contents, in hex: the same files have the same id anywhere
 * @param files sorted by path
 */
public record Bundle(String id, List<SourceFile> files) {
  /** The file that says which facts the rules may read. */
  public static final String SCHEMA = "schema.cedarschema";

  private static final int MOST_FILES = 500;
  private static final long MOST_FILE_BYTES = 1 << 20;
  private static final long MOST_BYTES = 8 << 20;
  private static final List<String> STARTER =
      List.of(
          SCHEMA,
          "fallback.cedar",
          "masks.cedar",
          "models.cedar",
          "records.cedar",
          "release.cedar",
          "tools.cedar",
          "tests/fallback.yaml",
          "tests/levels.yaml",
          "tests/masking.yaml",
          "tests/never.yaml",
          "tests/records.yaml",
          "tests/release.yaml",
          "tests/tools.yaml");

  public Bundle {
    files = List.copyOf(files);
  }

  /** A bundle of these files. */
  public static Bundle of(List<SourceFile> files) {
    var sorted = files.stream().sorted(Comparator.comparing(SourceFile::path)).toList();
    return new Bundle(hash(sorted), sorted);
  }

  /**
   * Reads the bundle in {@code directory}. Files of other kinds are no part of it.
   *
   * @throws BundleException if there is no such directory, or it is too large, or no text
   */
  public static Bundle read(Path directory) throws BundleException {
    var files = new ArrayList<SourceFile>();
    var problems = new ArrayList<Problem>();
    long bytes = 0;
    for (Path path : paths(directory)) {
      String name = directory.relativize(path).toString().replace('\\', '/');
      try {
        long size = Files.size(path);
        bytes += size;
        if (size > MOST_FILE_BYTES || bytes > MOST_BYTES) {
          problems.add(whole(name, "too large: a file may have 1 MiB, a bundle 8 MiB"));
          break;
        }
        files.add(new SourceFile(name, Files.readString(path)));
      } catch (CharacterCodingException e) {
        problems.add(whole(name, "not UTF-8 text"));
      } catch (IOException e) {
        problems.add(whole(name, "cannot be read"));
      }
    }
    if (!problems.isEmpty()) {
      throw new BundleException(problems);
    }
    return of(files);
  }

  private static List<Path> paths(Path directory) throws BundleException {
    try (var found = Files.walk(directory, 2)) {
      var paths = found.filter(path -> belongs(directory, path)).limit(MOST_FILES + 1L).toList();
      if (paths.size() > MOST_FILES) {
        throw new BundleException(List.of(whole("", "more than " + MOST_FILES + " files")));
      }
      return paths;
    } catch (NoSuchFileException e) {
      throw new BundleException(List.of(whole("", "there is no directory '" + directory + "'")));
    } catch (IOException | UncheckedIOException e) {
      throw new BundleException(List.of(whole("", "directory '" + directory + "' cannot be read")));
    }
  }

  private static boolean belongs(Path directory, Path path) {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    Path inside = directory.relativize(path);
    String name = path.getFileName().toString();
    return inside.getNameCount() == 1
        ? name.equals(SCHEMA) || name.endsWith(".cedar")
        : inside.startsWith("tests") && name.endsWith(".yaml");
  }

  private static Problem whole(String file, String message) {
    return new Problem(file, 0, 0, message, List.of());
  }

  /** The bundle that is in force where configuration names none. */
  public static Bundle starter() {
    var files = new ArrayList<SourceFile>();
    for (String name : STARTER) {
      try (var in = Bundle.class.getResourceAsStream("/starter-policy/" + name)) {
        var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        files.add(new SourceFile(name, text));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return of(files);
  }

  /** The schema; empty if there is none. */
  Optional<SourceFile> schema() {
    return files.stream().filter(file -> file.path().equals(SCHEMA)).findFirst();
  }

  /** The rules. */
  List<SourceFile> rules() {
    return files.stream().filter(file -> file.path().endsWith(".cedar")).toList();
  }

  /** The test cases. */
  List<SourceFile> tests() {
    return files.stream().filter(file -> file.path().endsWith(".yaml")).toList();
  }

  static String hash(List<SourceFile> files) {
    var digest = Sha256.begun();
    for (SourceFile file : files) {
      byte[] path = file.path().getBytes(StandardCharsets.UTF_8);
      byte[] text = file.text().getBytes(StandardCharsets.UTF_8);
      digest.update((path.length + ":" + text.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(path);
      digest.update(text);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
