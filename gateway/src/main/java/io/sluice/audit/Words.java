package io.sluice.audit;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The words of enum constants in the record: their names in lower case, made once. */
final class Words {
  private static final ClassValue<Map<Object, String>> WORDS =
      new ClassValue<>() {
        @Override
        protected Map<Object, String> computeValue(Class<?> type) {
          var words = new HashMap<Object, String>();
          for (Object constant : type.getEnumConstants()) {
            words.put(constant, ((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
          }
          return words;
        }
      };

  private Words() {}

  static String of(Enum<?> constant) {
    return Objects.requireNonNull(WORDS.get(constant.getDeclaringClass()).get(constant));
  }

  /**
   * The constant of that word.
   *
   * @throws IllegalArgumentException if there is none
   */
  static <E extends Enum<E>> E read(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }
}
