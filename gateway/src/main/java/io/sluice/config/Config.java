package io.sluice.config;

import io.sluice.approval.ApprovalSettings;
import io.sluice.audit.PayloadSettings;
import io.sluice.flow.FlowSettings;
import io.sluice.flow.IndexSettings;
import io.sluice.flow.ToolPolicies;
import io.sluice.ingress.ServerSettings;
import io.sluice.limits.Allowances;
import io.sluice.model.Level;
import io.sluice.pipeline.ContentRules;
import io.sluice.registry.RegistrySettings;
import io.sluice.registry.RouteSetting;
import io.sluice.vault.VaultSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything configuration says, in the parts' own settings.
 *
 * @param data the data directory; null: the file does not say
 */
public record Config(
    Planes planes,
    @Nullable Path data,
    Inventory inventory,
    Labelling labelling,
    PolicySetting rules,
    Behaviour behaviour,
    List<Problem> warnings) {

  /** The two listeners, and whether metrics are open to everybody. */
  public record Planes(ServerSettings client, ServerSettings admin, boolean metricsOpen) {}

  /**
   * Providers, models, routes and the credentials they name.
   *
   * @param simulated true when there is no provider at all and the simulated ones are to be used
   * @param file what is stated of them beside the configuration; null: nothing
   */
  public record Inventory(
      RegistrySettings registry, VaultSettings vault, boolean simulated, @Nullable Path file) {
    /** An inventory without a file of its own. */
    public Inventory(RegistrySettings registry, VaultSettings vault, boolean simulated) {
      this(registry, vault, simulated, null);
    }
  }

  /**
   * What labels there are, what tools do, how much the lineage index holds, how far routes that set
   * no mode enforce flows, what may be released to those who hold a role, and what is wanted done
   * with certain content.
   *
   * @param registeredBytes size of the index of registered content
   */
  public record Labelling(
      FlowSettings settings,
      ToolPolicies tools,
      IndexSettings index,
      RouteSetting.Flow mode,
      Map<String, Level> roles,
      ContentRules content,
      long registeredBytes) {
    public Labelling {
      roles = Map.copyOf(roles);
    }

    /** The same with what is wanted done with certain content, and what these tools do. */
    Labelling with(ContentRules rules, ToolPolicies all) {
      return new Labelling(settings, all, index, mode, roles, rules, registeredBytes);
    }
  }

  /**
   * The section {@code policy}.
   *
   * @param directory the bundle's; null: the starter bundle
   * @param jurisdictions the accepted ones; empty: any that is stated
   * @param secondPerson whether another version counts only once a second person activates it
   */
  public record PolicySetting(
      @Nullable Path directory, Set<String> jurisdictions, boolean secondPerson) {
    public PolicySetting {
      jurisdictions = Set.copyOf(jurisdictions);
    }
  }

  /**
   * How the process behaves.
   *
   * @param drain how long exchanges under way may take after a stop signal
   * @param firstByte how long a provider may take to begin its answer
   * @param idle how long it may be silent in the middle of one
   * @param log what is told line by line on standard error
   * @param steering who is asked, and what is allowed besides what caller keys say
   * @param source SHA-256 of the file, in hex
   */
  public record Behaviour(
      Duration drain,
      Duration firstByte,
      Duration idle,
      LogSettings log,
      Evidence evidence,
      Steering steering,
      String source) {
    /** Who is asked where a person must approve. */
    public ApprovalSettings approvals() {
      return steering.approvals;
    }

    /** Budgets and limits besides those of caller keys. */
    public Allowances allowances() {
      return steering.allowances;
    }
  }

  /** What people, budgets and limits have to say besides rules. */
  public record Steering(ApprovalSettings approvals, Allowances allowances) {}

  /**
   * What is kept as evidence.
   *
   * @param anchor where checkpoints are copied to: a directory, or an http(s) address; null:
   *     nowhere
   * @param keep how long what can be asked of the record besides the ledger is kept
   */
  public record Evidence(PayloadSettings payloads, @Nullable URI anchor, Duration keep) {}

  /**
   * What every loader needs to know besides the file.
   *
   * @param standIn inventory, as YAML, that is used where nobody configured a provider; empty: none
   */
  public record Surroundings(Map<String, String> environment, Instant firstStart, String standIn) {
    public Surroundings {
      environment = Map.copyOf(environment);
    }

    /** Where nothing stands in. */
    public Surroundings(Map<String, String> environment, Instant firstStart) {
      this(environment, firstStart, "");
    }

    /** Variables may hold secrets. */
    @Override
    public String toString() {
      return "Surroundings[" + firstStart + "]";
    }
  }

  /** The policy bundle's directory; null: the starter bundle. */
  public @Nullable Path policy() {
    return rules.directory();
  }

  /** What labels there are. */
  public FlowSettings flow() {
    return labelling.settings();
  }

  /** How far routes that set no mode enforce flows. */
  public RouteSetting.Flow mode() {
    return labelling.mode();
  }

  public Config {
    warnings = List.copyOf(warnings);
  }
}
