package io.sluice;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.sluice.admin.ManageKeys;
import io.sluice.admin.ManageOperators;
import io.sluice.approval.Approvals;
import io.sluice.audit.Change;
import io.sluice.audit.EntryReader;
import io.sluice.audit.LedgerLog;
import io.sluice.audit.Recorder;
import io.sluice.cli.RunningGateway;
import io.sluice.config.Config;
import io.sluice.egress.Egress;
import io.sluice.egress.EgressSettings;
import io.sluice.identity.AdminToken;
import io.sluice.identity.Authenticator;
import io.sluice.identity.CallerKeys;
import io.sluice.identity.KeyRequest;
import io.sluice.identity.KeySettings;
import io.sluice.identity.OperatorAuth;
import io.sluice.identity.Operators;
import io.sluice.identity.SignInLink;
import io.sluice.identity.Tokens;
import io.sluice.ingress.AdminPlane;
import io.sluice.ingress.Listener;
import io.sluice.ingress.Server;
import io.sluice.inspect.InspectSettings;
import io.sluice.inspect.Inspector;
import io.sluice.json.JsonLimits;
import io.sluice.limits.BudgetFold;
import io.sluice.limits.BudgetSettings;
import io.sluice.limits.Budgets;
import io.sluice.limits.RateSettings;
import io.sluice.limits.Rates;
import io.sluice.model.Clock;
import io.sluice.model.Integrity;
import io.sluice.model.Level;
import io.sluice.model.Money;
import io.sluice.model.Principal;
import io.sluice.model.PrivateFile;
import io.sluice.net.Loops;
import io.sluice.pipeline.Attempts;
import io.sluice.pipeline.Closings;
import io.sluice.pipeline.Departures;
import io.sluice.pipeline.Gates;
import io.sluice.pipeline.Gateway;
import io.sluice.pipeline.Outbound;
import io.sluice.pipeline.Rulings;
import io.sluice.pipeline.Underway;
import io.sluice.policy.NativeLibrary;
import io.sluice.policy.Policy;
import io.sluice.provider.DeclaredEndpoints;
import io.sluice.route.Health;
import io.sluice.route.HealthSettings;
import io.sluice.route.Planner;
import io.sluice.route.RetryBudget;
import io.sluice.vault.CredentialSeal;
import io.sluice.vault.KeyRing;
import io.sluice.vault.Vault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The object graph, by hand, from the disk at the bottom to the listeners at the top. */
public final class Wiring implements RunningGateway {
  /** The version that is stamped into every entry. */
  public static final String VERSION = "0.1.0";

  private final Storage storage;
  private final Recorder recorder;
  private final Loops loops;
  private final Listener clients;
  private final Listener admins;
  private final Housekeeping housekeeping;
  private final Duration drain;
  private final CallerKeys keys;

  /** Where to start from. */
  public record Setting(
      Config config, @Nullable Path file, Path data, Map<String, String> environment, int loops) {
    /** Variables may hold secrets. */
    @Override
    public String toString() {
      return "Setting[" + data + "]";
    }
  }

  /**
   * Starts a gateway; requests are served when this returns.
   *
   * @throws IOException if the data directory, a port or a file cannot be had
   */
  public static Wiring start(Setting setting) throws IOException {
    var clock = new SystemClock();
    var storage = Storage.open(setting.data(), new SecureRandom(), clock);
    try {
      return new Wiring(setting, storage, clock);
    } catch (IOException | RuntimeException e) {
      storage.close();
      throw e;
    }
  }

  private Wiring(Setting setting, Storage storage, Clock clock) throws IOException {
    this.storage = storage;
    var random = new SecureRandom();
    Config config = setting.config();
    drain = config.behaviour().drain();

    // the record, and what it says of money
    var log = new LedgerLog(storage.ledger());
    recorder = new Recorder(log, VERSION, clock);
    BudgetFold past = fold(log);
    recorder.sweep(past.open());
    var budgets = new Budgets(BudgetSettings.DEFAULT, clock, past);

    // who may ask, and with what we ask others
    var tokens = new Tokens(storage.keys().derive(KeyRing.TOKENS), random);
    var state = storage.state();
    var authenticator = new Authenticator(state.keys().live(clock.now()), tokens, clock);
    var underway = new Underway();
    keys = new CallerKeys(state.keys(), authenticator.then(underway), tokens, KeySettings.DEFAULT);
    var operatorAuth = new OperatorAuth(state.operators().all(), tokens, clock);
    var operators = new Operators(state.operators(), operatorAuth, tokens);
    var seal = new CredentialSeal(storage.keys(), random);
    var vault = new Vault(setting.environment(), state.credentials(), seal, clock);
    vault.reload(config.inventory().vault());

    // what decides
    var policy = new Policy();
    NativeLibrary.keepUnder(storage.directory().directory("native"));
    var snapshots =
        new Snapshots(
            config,
            new Snapshots.Making(
                storage.keys().derive("sluice/placeholders/v1"), storage.firstStart(), clock));
    var health = new Health(HealthSettings.DEFAULT, clock);

    // how bytes move
    loops = new Loops(setting.loops());
    var tls = SslContextBuilder.forClient().sslProvider(SslProvider.JDK).build();
    var egress = new Egress(loops, EgressSettings.DEFAULT, tls);
    var endpoints = new DeclaredEndpoints(() -> snapshots.get().registry());
    var inspector = new Inspector(InspectSettings.DEFAULT);
    var gates = new Gates(inspector, policy);
    var patience = new Outbound.Patience(config.behaviour().firstByte(), config.behaviour().idle());
    var departures = new Departures(new Departures.Ways(vault, endpoints, egress), gates, patience);

    // the story
    var closings = new Closings(clock);
    var rulings = new Rulings(policy, recorder);
    var attempts =
        new Attempts(
            departures,
            new Attempts.Judges(health, new RetryBudget(clock), rulings, closings),
            clock,
            new SplittableRandom(random.nextLong()));
    var gateway =
        new Gateway(
            snapshots,
            new Gateway.Intake(
                authenticator,
                new Rates(RateSettings.DEFAULT, clock),
                underway,
                inspector,
                JsonLimits.DEFAULT),
            new Gateway.Judgement(
                policy, new Approvals(facts -> false), new Planner(), health, attempts),
            new Gateway.Books(budgets, recorder, closings, clock));

    // the doors
    var ids = new Ids(clock, new SplittableRandom(random.nextLong()));
    clients =
        Server.clients(
            config.planes().client(), new Server.ClientPlane(gateway, ids, clock), loops);
    var link =
        new SignInLink(
            new PrivateFile(setting.data().resolve("operator-link")), operatorAuth, tokens, clock);
    var stateView =
        new StateView(storage, snapshots, vault, new StateView.Flows(recorder, egress, clients));
    var plane =
        new AdminPlane(
            operatorAuth,
            link,
            new ManageKeys(keys, this::journal, clock),
            new ManageOperators(operators, this::journal, clock),
            new RecordView(log, storage.ledger()),
            stateView,
            clock);
    admins = Server.operators(config.planes().admin(), plane, loops);
    var token = new PrivateFile(setting.data().resolve("admin-token"));
    announce(setting.data(), new AdminToken(token, operators, operatorAuth), clock);
    var reload = new Reload(setting, new Reload.Parts(snapshots, vault, recorder));
    housekeeping = new Housekeeping(snapshots, recorder, reload);
    firstKey(setting.data(), clock);
    housekeeping.start();
  }

  private void journal(String type, String actor, Map<String, String> details) {
    String receipt = recorder.changed(new Change(type, actor, "", "", details));
    assert !receipt.isEmpty();
  }

  /** Reads what the ledger says of money. */
  private static BudgetFold fold(LedgerLog log) throws IOException {
    BudgetFold fold = BudgetFold.empty();
    log.walk(
        fold.next(),
        (index, entry) -> {
          fold.fold(index, EntryReader.posting(entry).orElse(null));
          return true;
        });
    return fold;
  }

  private void announce(Path data, AdminToken token, Clock clock) throws IOException {
    token.ensure(clock.now());
    Files.writeString(data.resolve("admin-url"), admin() + "\n");
  }

  @Override
  public URI client() {
    return address(clients);
  }

  @Override
  public URI admin() {
    return address(admins);
  }

  /** A first caller key, in DATA/first-key, where there is none at all. */
  private void firstKey(Path data, Clock clock) throws IOException {
    if (!keys.list(1).isEmpty()) {
      return;
    }
    var request =
        new KeyRequest(
            "first",
            "default",
            new Principal.Affiliation("", "", List.of()),
            new Principal.Grants(Level.INTERNAL, null, Integrity.USER, List.of()),
            new Principal.Allowance(new Money(5_000_000), Principal.Period.LIFE, 0),
            Duration.ofDays(1));
    new PrivateFile(data.resolve("first-key"))
        .write(keys.create(request, "gateway", clock.now()).secret());
  }

  private static URI address(Listener listener) {
    var bound = listener.address();
    String scheme = listener.secure() ? "https://" : "http://";
    return URI.create(scheme + bound.getAddress().getHostAddress() + ":" + bound.getPort());
  }

  /** Lets what is under way finish, within the drain time, and closes everything. */
  @Override
  public void close() {
    clients.drain(drain);
    clients.close();
    admins.close();
    housekeeping.close();
    recorder.flush();
    loops.close();
    storage.close();
  }
}
