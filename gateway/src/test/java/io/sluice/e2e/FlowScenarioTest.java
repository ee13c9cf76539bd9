package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Controls that follow the content, seen from outside: every case of {@code scenarios/flow}, played
 * over HTTP on a gateway process. How a case is written stands in that folder's README.
 */
class FlowScenarioTest {
  private static final Path CASES = Path.of("src", "test", "resources", "scenarios", "flow");

  /** Parts that this version does not have: cases that need one are skipped, by name. */
  private static final Set<String> ABSENT = Set.of();

  private static final int LEAST_CASES = 80;

  /** Files that are played, by {@code -Dsluice.flow.only=calls,chains}; empty: all. */
  private static final Set<String> ONLY =
      Set.of(System.getProperty("sluice.flow.only", "").transform(FlowScenarioTest::named));

  private static String[] named(String list) {
    return list.isEmpty() ? new String[0] : list.split(",", -1);
  }

  @TempDir Path directory;
  private final List<FlowStage> stages = new ArrayList<>();

  @AfterEach
  void stop() {
    stages.forEach(FlowStage::close);
  }

  /** One file: cases that share a gateway. */
  private record Book(String name, FlowTree tree) {
    List<FlowTree> cases() {
      return tree.at("cases").items();
    }
  }

  private static List<Book> books() throws IOException {
    try (var files = Files.list(CASES)) {
      var books = new ArrayList<Book>();
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
        String name = file.getFileName().toString().replace(".yaml", "");
        if (ONLY.isEmpty() || ONLY.contains(name)) {
          books.add(new Book(name, FlowTree.read(name, Files.readString(file))));
        }
      }
      return books;
    }
  }

  @TestFactory
  Stream<DynamicNode> cases() throws IOException {
    return books().stream().map(this::container);
  }

  private DynamicNode container(Book book) {
    book.tree().only("about", "config", "needs", "cases");
    var tests = new ArrayList<DynamicNode>();
    var stage = new FlowStage[1];
    for (FlowTree one : book.cases()) {
      String name = one.at("name").text();
      for (FlowDoor door : doors(one)) {
        tests.add(
            dynamicTest(
                name + " [" + door + "]",
                () -> {
                  skip(book, one);
                  if (stage[0] == null) {
                    stage[0] = open(book);
                  }
                  new FlowPlay(stage[0], door, name).play(one);
                }));
      }
    }
    return dynamicContainer(book.name(), tests);
  }

  private FlowStage open(Book book) throws IOException {
    var stage = new FlowStage(directory.resolve(book.name()), book.tree().text("config", ""));
    stages.add(stage);
    return stage;
  }

  private static void skip(Book book, FlowTree one) {
    var needs = new LinkedHashSet<>(book.tree().at("needs").texts());
    needs.addAll(one.at("needs").texts());
    needs.retainAll(ABSENT);
    Assumptions.assumeTrue(needs.isEmpty(), () -> "this version has no " + needs);
  }

  private static List<FlowDoor> doors(FlowTree one) {
    var named = one.at("doors").texts();
    return named.isEmpty() ? List.of(FlowDoor.values()) : named.stream().map(FlowDoor::of).toList();
  }

  @Test
  void there_are_enough_cases_and_no_two_of_one_name() throws IOException {
    Assumptions.assumeTrue(ONLY.isEmpty(), "some of the files only");
    var names = new ArrayList<String>();
    for (Book book : books()) {
      book.cases().forEach(one -> names.add(one.at("name").text()));
    }
    assertThat(names).doesNotHaveDuplicates();
    assertThat(names).hasSizeGreaterThanOrEqualTo(LEAST_CASES);
  }
}
