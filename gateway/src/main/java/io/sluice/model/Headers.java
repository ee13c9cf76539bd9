package io.sluice.model;

import java.util.List;
import java.util.Optional;

/** HTTP header fields in their order; names are compared without case. */
public record Headers(List<Header> fields) {
  /** No fields. */
  public static final Headers NONE = new Headers(List.of());

  /** One field. */
  public record Header(String name, String value) {
    /** The name only: values may be credentials. */
    @Override
    public String toString() {
      return "Header[" + name + "]";
    }
  }

  public Headers {
    fields = List.copyOf(fields);
  }

  /** The first value of that name. */
  public Optional<String> first(String name) {
    for (Header field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        return Optional.of(field.value());
      }
    }
    return Optional.empty();
  }

  /** The first value of that name, or {@code otherwise}. */
  public String first(String name, String otherwise) {
    return first(name).orElse(otherwise);
  }
}
