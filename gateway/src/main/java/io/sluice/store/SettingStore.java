package io.sluice.store;

import java.util.Optional;

/**
 * A few facts about this installation that outlive the process, by name: the moment of its first
 * start, say. Nothing that a configuration file sets. Everything is durable when a method returns.
 */
public interface SettingStore {
  /** The value of that name. */
  Optional<String> get(String name);

  /** Sets it, whatever it was. */
  void put(String name, String value);

  /** Sets it if it has no value yet; the value it has now. */
  String putIfAbsent(String name, String value);
}
