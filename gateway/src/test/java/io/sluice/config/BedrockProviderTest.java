package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Config.Surroundings;
import io.sluice.registry.ProviderSetting;
import io.sluice.vault.CredentialSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where Bedrock is, and with what it is asked. */
class BedrockProviderTest {
  @TempDir Path directory = Path.of("");

  private static Loaded load(@Nullable Path file, Map<String, String> environment)
      throws IOException {
    return ConfigFile.load(file, new Surroundings(environment, Instant.EPOCH));
  }

  private static Config good(Loaded loaded) {
    return switch (loaded) {
      case Loaded.Good good -> good.config();
      case Loaded.Bad bad -> throw new AssertionError(bad.problems());
    };
  }

  private Loaded written(String provider) throws IOException {
    Path file = directory.resolve("sluice.yaml");
    return load(Files.writeString(file, "providers:\n  aws: " + provider + "\n"), Map.of());
  }

  private static ProviderSetting only(Config config) {
    assertThat(config.inventory().registry().providers()).hasSize(1);
    return config.inventory().registry().providers().getFirst();
  }

  @Test
  void the_region_says_where_it_is() throws IOException {
    ProviderSetting aws = only(good(written("{api: bedrock, region: eu-central-1}")));
    assertThat(aws.endpoint().baseUrl())
        .hasToString("https://bedrock-runtime.eu-central-1.amazonaws.com");
    assertThat(aws.endpoint().region()).isEqualTo("eu-central-1");
  }

  @Test
  void an_address_of_aws_says_the_region_and_any_other_does_not() throws IOException {
    String address = "https://bedrock-runtime.ap-southeast-2.amazonaws.com";
    assertThat(
            only(good(written("{api: bedrock, base_url: '" + address + "'}"))).endpoint().region())
        .isEqualTo("ap-southeast-2");
    for (String wrong :
        List.of(
            "{api: bedrock}",
            "{api: bedrock, base_url: 'http://127.0.0.1:9'}",
            "{api: bedrock, region: 'eu/../x'}")) {
      Loaded loaded = written(wrong);
      assertThat(loaded).as(wrong).isInstanceOf(Loaded.Bad.class);
      assertThat(((Loaded.Bad) loaded).problems().toString()).contains("region");
    }
  }

  @Test
  void a_credential_may_be_put_together_from_variables() throws IOException {
    String names = "{env: [AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY]}";
    var config = good(written("{api: bedrock, region: us-east-1, credential: " + names + "}"));
    assertThat(config.inventory().vault().bindings().getFirst().source())
        .isEqualTo(
            new CredentialSource.Variables(List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")));
  }

  @Test
  void without_a_file_the_variables_of_aws_make_a_provider_once_they_name_a_region()
      throws IOException {
    var pair = Map.of("AWS_ACCESS_KEY_ID", "A", "AWS_SECRET_ACCESS_KEY", "S");
    assertThat(good(load(null, pair)).inventory().simulated()).isTrue();
    var complete =
        Map.of("AWS_ACCESS_KEY_ID", "A", "AWS_SECRET_ACCESS_KEY", "S", "AWS_REGION", "eu-west-3");
    Config config = good(load(null, complete));
    ProviderSetting aws = only(config);
    assertThat(aws.endpoint().baseUrl())
        .hasToString("https://bedrock-runtime.eu-west-3.amazonaws.com");
    assertThat(Objects.requireNonNull(aws.terms()).jurisdiction()).isNull();
    var binding = config.inventory().vault().bindings().getFirst();
    assertThat(binding.source()).isInstanceOf(CredentialSource.Variables.class);
    assertThat(binding.host().text()).isEqualTo("bedrock-runtime.eu-west-3.amazonaws.com:443");
    assertThat(config.toString()).doesNotContain("=S,");
  }

  @Test
  void a_bearer_key_comes_first() throws IOException {
    var variables =
        Map.of(
            "AWS_BEARER_TOKEN_BEDROCK", "K",
            "AWS_ACCESS_KEY_ID", "A",
            "AWS_SECRET_ACCESS_KEY", "S",
            "AWS_REGION", "us-east-1");
    Config config = good(load(null, variables));
    assertThat(config.inventory().vault().bindings().getFirst().source())
        .isEqualTo(new CredentialSource.Env("AWS_BEARER_TOKEN_BEDROCK"));
    assertThat(only(config).terms()).extracting(terms -> terms.jurisdiction()).isEqualTo("US");
  }
}
