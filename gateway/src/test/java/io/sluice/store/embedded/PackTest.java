package io.sluice.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackTest {
  @TempDir Path directory;

  @Test
  void it_holds_what_a_map_would_hold_through_adding_erasing_thinning_and_reopening()
      throws IOException {
    var random = new Random(11);
    var model = new TreeMap<String, Bytes>();
    Pack pack = Pack.open(directory);
    for (int step = 0; step < 2_000; step++) {
      String name = "e-" + random.nextInt(200);
      int what = random.nextInt(20);
      if (what == 0) {
        pack.close();
        pack = Pack.open(directory);
      } else if (what == 1) {
        var staying =
            Set.copyOf(model.keySet().stream().filter(_ -> random.nextBoolean()).toList());
        pack.retain(staying);
        model.keySet().retainAll(staying);
      } else if (what < 5) {
        assertThat(pack.erase(Set.of(name)) > 0).isEqualTo(model.containsKey(name));
        model.remove(name);
      } else {
        byte[] content = new byte[random.nextInt(300)];
        random.nextBytes(content);
        pack.add(Map.of(name, Bytes.owning(content)));
        model.put(name, Bytes.owning(content));
      }
      if (step % 50 == 0) {
        same(pack, model);
      }
    }
    same(pack, model);
    pack.close();
    assertThat(names()).hasSize(2);
  }

  private static void same(Pack pack, Map<String, Bytes> model) throws IOException {
    for (int i = 0; i < 200; i++) {
      String one = "e-" + i;
      assertThat(pack.find(one)).isEqualTo(Optional.ofNullable(model.get(one)));
    }
  }

  @Test
  void what_is_erased_is_nowhere_in_the_files() throws IOException {
    try (var pack = Pack.open(directory)) {
      pack.add(Map.of("a", Bytes.utf8("a heron by the water")));
      pack.add(Map.of("b", Bytes.utf8("a stone in the water")));
      pack.add(Map.of("a", Bytes.utf8("a heron in the air")));
      assertThat(pack.erase(Set.of("a"))).isEqualTo(2);
      assertThat(all()).doesNotContain("heron").contains("stone");
      pack.retain(Set.of());
    }
    assertThat(all()).doesNotContain("stone");
  }

  @Test
  void a_place_that_a_crash_cut_short_and_a_pack_that_was_not_yet_in_force_are_taken_away()
      throws IOException {
    try (var pack = Pack.open(directory)) {
      pack.add(Map.of("a", Bytes.utf8("first")));
    }
    Files.write(directory.resolve("places"), new byte[13], StandardOpenOption.APPEND);
    Files.write(directory.resolve("0.pack"), new byte[7], StandardOpenOption.APPEND);
    Files.writeString(directory.resolve("1.pack"), "left by a crash");
    Files.writeString(directory.resolve("places.new"), "left by a crash");
    try (var pack = Pack.open(directory)) {
      pack.add(Map.of("b", Bytes.utf8("second")));
      assertThat(pack.find("a")).contains(Bytes.utf8("first"));
      assertThat(pack.find("b")).contains(Bytes.utf8("second"));
    }
    assertThat(names()).containsExactlyInAnyOrder("places", "0.pack");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  private String all() throws IOException {
    var text = new StringBuilder();
    for (String name : names()) {
      text.append(
          new String(Files.readAllBytes(directory.resolve(name)), StandardCharsets.ISO_8859_1));
    }
    return text.toString();
  }
}
