package io.sluice.route;

import io.sluice.model.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a request needs of a model beyond what its facts say.
 *
 * @param capabilities such as {@code json_schema}; sorted
 * @param tokens the least number of tokens the prompt has at a candidate; empty where nobody can
 *     count. Asked only where the text is long enough to matter
 */
public record Needs(List<String> capabilities, Function<Candidate, Optional<Long>> tokens) {
  /** Nothing more. */
  public static final Needs NONE = new Needs(List.of(), _ -> Optional.empty());

  public Needs {
    capabilities = List.copyOf(capabilities);
  }
}
