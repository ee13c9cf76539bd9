package io.sluice.policy;

import io.sluice.model.ContentRule;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What policy needs to know of the configuration it works in.
 *
 * @param known names that rules may use; null: not checked, as when a bundle is tested alone
 * @param categories every category there is
 * @param jurisdictions the accepted ones; empty: any that is stated
 * @param memoEntries how many decisions are remembered, from 1
 * @param content what operators want done with certain content, beside the bundle
 */
public record RulesSettings(
    @Nullable Known known,
    Set<String> categories,
    Set<String> jurisdictions,
    int memoEntries,
    List<ContentRule> content) {
  /** How many decisions are remembered unless configuration says otherwise. */
  public static final int MEMO_ENTRIES = 20_000;

  /** The categories that there are without configuration. */
  public static final Set<String> CATEGORIES =
      Set.of("pii", "phi", "pci", "secret", "source", "legal", "hr", "finance");

  /** Names are not checked, every stated jurisdiction is accepted. */
  public static final RulesSettings PLAIN =
      new RulesSettings(null, CATEGORIES, Set.of(), MEMO_ENTRIES);

  /**
   * Names of the inventory.
   *
   * @param models names of models, and {@code provider/id} of each
   * @param jurisdictions those that are stated of any provider or model
   */
  public record Known(Set<String> providers, Set<String> models, Set<String> jurisdictions) {
    /** Names of an inventory that states no jurisdiction. */
    public Known(Set<String> providers, Set<String> models) {
      this(providers, models, Set.of());
    }

    public Known {
      jurisdictions = Set.copyOf(jurisdictions);
      providers = Set.copyOf(providers);
      models = Set.copyOf(models);
    }
  }

  public RulesSettings {
    categories = Set.copyOf(categories);
    jurisdictions = Set.copyOf(jurisdictions);
    content = List.copyOf(content);
    if (memoEntries < 1) {
      throw new IllegalArgumentException("memo entries must be >= 1, was " + memoEntries);
    }
  }

  /** Without content rules. */
  public RulesSettings(
      @Nullable Known known, Set<String> categories, Set<String> jurisdictions, int memoEntries) {
    this(known, categories, jurisdictions, memoEntries, List.of());
  }
}
