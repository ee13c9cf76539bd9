package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of one model are of one family, and names of two are not. */
class ModelFamilyTest {
  @ParameterizedTest
  @CsvSource({
    "gpt-4o-2024-05-13, gpt-4o",
    "gpt-4o-mini-2024-07-18, gpt-4o-mini",
    "claude-3-5-sonnet-20240620-FC, claude-3-5-sonnet",
    "us.anthropic.claude-3-5-sonnet-20240620-v1:0, claude-3-5-sonnet",
    "claude-v2, claude-v2",
    "meta-llama/Meta-Llama-3.1-70B-Instruct, llama-3.1-70b",
    "Meta-Llama-3_1-70B-Instruct, llama-3.1-70b",
    "llama-3.1-8b-instruct, llama-3.1-8b",
    "llama3.1:8b, llama3.1-8b",
    "Llama-3.1-405B-Inst@host, llama-3.1-405b",
    "open-mixtral-8x7b, mixtral-8x7b",
    "Mixtral-8x7B-Instruct-v0.1, mixtral-8x7b",
    "gemini-1.5-pro-002, gemini-1.5-pro",
    "gemini-2.5-pro, gemini-2.5-pro",
    "Chat, chat"
  })
  void a_family_is_a_name_without_how_it_is_packed(String id, String family) {
    assertThat(ModelFamily.of(id)).isEqualTo(family);
    assertThat(ModelFamily.of(family)).isEqualTo(family);
  }
}
