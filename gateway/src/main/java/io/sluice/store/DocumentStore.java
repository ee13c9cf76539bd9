package io.sluice.store;

import java.util.List;

/** Small documents by kind and id, kept durably: what there is too little of for a table. */
public interface DocumentStore {
  /** The texts of that kind, in the order in which they were first kept. */
  List<String> all(String kind);

  /** Keeps a text, in the place of the one of that id. */
  void put(String kind, String id, String text);

  /** Forgets one; nothing happens if there is none. */
  void remove(String kind, String id);
}
