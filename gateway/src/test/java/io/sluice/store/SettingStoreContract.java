package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every {@link SettingStore} does. */
public abstract class SettingStoreContract {
  /** An empty store; the same one within a test. */
  protected abstract SettingStore store();

  @Test
  void the_first_value_stays_unless_it_is_replaced_on_purpose() {
    assertThat(store().get("first start")).isEmpty();
    assertThat(store().putIfAbsent("first start", "one")).isEqualTo("one");
    assertThat(store().putIfAbsent("first start", "two")).isEqualTo("one");
    store().put("first start", "three");
    assertThat(store().get("first start")).contains("three");
  }

  @Test
  void hostile_texts_are_only_texts() {
    store().put("'; DROP TABLE setting; --", "' || 'x");
    assertThat(store().get("'; DROP TABLE setting; --")).contains("' || 'x");
    assertThat(store().get("' OR 1=1 --")).isEmpty();
  }
}
