package io.sluice.flow;

import io.sluice.model.Label;
import io.sluice.model.Origin;
import io.sluice.model.Stretch;
import java.util.List;

/**
 * Knows again what was labelled before, whatever application it comes back in. Tenants never meet.
 * Thread-safe.
 */
public interface Lineage {
  /** Knows nothing and learns nothing. */
  Lineage NONE =
      new Lineage() {
        @Override
        public List<Stretch> recognise(String tenant, String text) {
          return List.of();
        }

        @Override
        public void learn(String tenant, String text, Label label, Origin origin) {}
      };

  /** The stretches of {@code text} that are known, in raw and decoded views; in order, apart. */
  List<Stretch> recognise(String tenant, String text);

  /** From now on {@code text}, and what is long enough of it, is recognised with this label. */
  void learn(String tenant, String text, Label label, Origin origin);
}
