package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
  private static final CheckpointKey KEY =
      CheckpointKey.generate("sluice/keys", new SecureRandom());

  @TempDir Path directory;

  /** The example in the documentation of Go's note package: a foreign key, text and signature. */
  @Test
  void a_foreign_note_verifies() {
    var key =
        VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    String text =
        """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.
        """;
    byte[] tagged =
        Base64.getDecoder()
            .decode(
                "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6Ryy"
                    + "BwJnAM=");
    byte[] signature = Arrays.copyOfRange(tagged, 4, tagged.length);
    assertThat(key.verifies(text.getBytes(StandardCharsets.UTF_8), signature)).isTrue();
    assertThat(key.verifies("other".getBytes(StandardCharsets.UTF_8), signature)).isFalse();
  }

  @Test
  void a_key_comes_back_from_its_file_which_only_the_owner_can_read() throws IOException {
    Path file = directory.resolve("key");
    KEY.save(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    var loaded = CheckpointKey.load(file);
    byte[] text = {1, 2, 3};
    assertThat(KEY.verifierKey().verifies(text, loaded.sign(text))).isTrue();
    assertThat(loaded.verifierKey()).hasToString(KEY.verifierKey().toString());
    assertThatThrownBy(() -> KEY.save(file)).isInstanceOf(IOException.class);
  }

  @Test
  void a_broken_key_file_is_refused_without_being_quoted() throws IOException {
    Path file = directory.resolve("key");
    KEY.save(file);
    String text = Files.readString(file);
    char other = text.charAt(40) == 'A' ? 'B' : 'A';
    Files.writeString(file, text.substring(0, 40) + other + text.substring(41));
    String secret = text.lines().findFirst().orElseThrow().substring(50);
    assertThatThrownBy(() -> CheckpointKey.load(file))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining(secret)
        .hasNoCause();
  }

  @Test
  void names_with_spaces_or_plus_are_refused() {
    for (String name : new String[] {"", "a b", "a+b", "a\nb"}) {
      assertThatThrownBy(() -> CheckpointKey.generate(name, new SecureRandom()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
