package io.sluice;

import io.sluice.admin.Compare;
import io.sluice.admin.ManageCatalogue;
import io.sluice.admin.ManageContent;
import io.sluice.admin.ManageCredentials;
import io.sluice.admin.ManageKeys;
import io.sluice.admin.ManageOperators;
import io.sluice.admin.ManagePayloads;
import io.sluice.admin.ManagePolicy;
import io.sluice.admin.ManageReleases;
import io.sluice.admin.ManageTools;
import io.sluice.admin.Onboard;
import io.sluice.admin.ReadFlow;
import io.sluice.admin.Warrants;
import io.sluice.audit.Change;
import io.sluice.audit.Recorder;
import io.sluice.cli.RunningGateway;
import io.sluice.config.Config;
import io.sluice.flow.ToolPin;
import io.sluice.flow.ToolPins;
import io.sluice.identity.Operator;
import io.sluice.ingress.AdminPlane;
import io.sluice.ingress.Listener;
import io.sluice.ingress.Server;
import io.sluice.model.Clock;
import io.sluice.model.Level;
import io.sluice.net.Loops;
import io.sluice.pipeline.Attempts;
import io.sluice.pipeline.HeldAnswers;
import io.sluice.pipeline.HeldResponses;
import io.sluice.pipeline.HeldSettings;
import io.sluice.pipeline.Pause;
import io.sluice.policy.NativeLibrary;
import io.sluice.policy.Rules;
import io.sluice.store.embedded.DataDirectory;
import io.sluice.vault.CredentialSeal;
import io.sluice.vault.Credentials;
import io.sluice.vault.KeyRing;
import io.sluice.vault.ResponseSeal;
import io.sluice.vault.Stamps;
import io.sluice.vault.Vault;
import io.sluice.wire.sealed.Seals;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The object graph, by hand, from the disk at the bottom to the listeners at the top. */
public final class Wiring implements RunningGateway {
  /** The version that is stamped into every entry. */
  public static final String VERSION = "0.1.0";

  private static final String PLACEHOLDERS = "sluice/placeholders/v1";

  private final Storage storage;
  private final Bookkeeping books;
  private final Recorder recorder;
  private final Evidence evidence;
  private final Governance governance;
  private final MeasuresView measures;
  private final Upkeep upkeep;
  private final Recollection lineage;
  private final Loops loops;
  private final Listener clients;
  private final Listener admins;
  private final Housekeeping housekeeping;
  private final Learning learning;
  private final PoolWatch pools;
  private final Log log;
  private final Duration drain;

  /**
   * Where to start from.
   *
   * @param standIn inventory, as YAML, for a file that names no provider; empty: none
   */
  public record Setting(
      Config config,
      @Nullable Path file,
      Path data,
      Map<String, String> environment,
      int loops,
      String standIn) {
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
  static Wiring start(Setting setting, Storage.Opening opening) throws IOException {
    var clock = new SystemClock();
    DataDirectory directory = directory(setting.data());
    Thread.ofPlatform().daemon().name("sluice-policy").start(Rules::warm);
    var storage = Storage.open(directory, opening, new SecureRandom(), clock);
    try {
      return new Wiring(setting, storage, clock);
    } catch (IOException | RuntimeException e) {
      storage.close();
      throw e;
    }
  }

  /** The locked directory, with a place for native libraries in it. */
  private static DataDirectory directory(Path data) throws IOException {
    var directory = DataDirectory.open(data, ProcessHandle.current().pid());
    try {
      NativeLibrary.keepUnder(directory.directory("native"));
      return directory;
    } catch (IOException e) {
      directory.close();
      throw e;
    }
  }

  private Wiring(Setting setting, Storage storage, Clock clock) throws IOException {
    this.storage = storage;
    var random = new SecureRandom();
    Config config = setting.config();
    drain = config.behaviour().drain();
    books = Bookkeeping.open(storage, clock);
    recorder = books.recorder();
    evidence = Evidence.open(storage, books, random);
    var people = People.of(storage, random, clock, new SessionEntries(recorder));
    var seal = new CredentialSeal(storage.keys(), random);
    var vault = new Vault(setting.environment(), storage.state().credentials(), seal, clock);
    vault.reload(config.inventory().vault());
    lineage = Recollection.open(storage, config.labelling(), clock);
    var shelves = Shelves.open(storage.directory());
    var snapshots = new Snapshots(config, making(shelves, clock));
    var ids = new Ids(clock, new SplittableRandom(random.nextLong()));
    var inForce = new InForce(snapshots, recorder, storage.state().settings());
    var means = new Governance.Means(this::journal, inForce, ids, clock);
    governance = Governance.open(storage, people, snapshots, means);
    loops = new Loops(setting.loops());
    log = new Log(config.behaviour().log(), System.err, clock);
    var way = way(random, clock);
    var cast = new Telling.Cast(snapshots, books, people.callers(), people.underway(), vault, way);
    var chance = new SplittableRandom(random.nextLong());
    var telling = Telling.of(cast, loops, new Attempts.Times(clock, Pause.REAL, chance));
    pools = pools(snapshots, telling);
    learning = Learning.open(storage, books, telling.counts().learned(), snapshots);
    var plane = new Server.ClientPlane(telling.gateway(), learning.feedback(), ids, clock);
    clients = Server.clients(config.planes().client(), plane, loops);
    var reload = new Reload(setting, changing(snapshots, vault, inForce));
    var payloads = evidence.manage(storage, lineage.index(), this::journal);
    upkeep = upkeep(snapshots, payloads, clock);
    measures = new MeasuresView(books, snapshots, governance, () -> storage.ledger().sign().note());
    var rulebook = new StateView.Rulebook(snapshots, vault, reload, measures);
    var desk = new Desk(people, inForce, shelves, seal, payloads, ids, clock);
    var operators = plane(cast, telling, rulebook, desk);
    admins = Server.operators(config.planes().admin(), operators, loops, clients);
    announce(people, clock, snapshots.unlabelled());
    housekeeping =
        Housekeeping.start(
            new Housekeeping.Rules(snapshots, inForce, reload),
            new Housekeeping.Memory(books, learning),
            measures);
    upkeep.start();
  }

  private Upkeep upkeep(Snapshots snapshots, ManagePayloads payloads, Clock clock) {
    return new Upkeep(
        () -> snapshots.config().behaviour().evidence(), storage.ledger(), payloads, clock);
  }

  private static PoolWatch pools(Snapshots snapshots, Telling telling) {
    return PoolWatch.start(
        () -> snapshots.config().inventory().registry().providers(),
        telling.counts().health().gauges());
  }

  private Reload.Parts changing(Snapshots snapshots, Vault vault, InForce inForce) {
    return new Reload.Parts(
        snapshots, vault, recorder, inForce, log, clients, this::leaveCertificate);
  }

  private Snapshots.Making making(Shelves shelves, Clock clock) throws IOException {
    return new Snapshots.Making(
        storage.keys().derive(PLACEHOLDERS),
        lineage.known(),
        storage.firstStart(),
        shelves.catalogue().listings(),
        shelves.imports().imported(shelves.imports().last()),
        shelves.policies(),
        clock);
  }

  /** What only operators use. */
  private record Desk(
      People people,
      InForce inForce,
      Shelves shelves,
      CredentialSeal seal,
      ManagePayloads payloads,
      Ids ids,
      Clock clock) {}

  /** Lists of models, versions of policy, and imported texts of the inventory. */
  private record Shelves(CatalogueShelf catalogue, PolicyShelf policies, InventoryShelf imports) {
    static Shelves open(DataDirectory directory) throws IOException {
      return new Shelves(
          CatalogueShelf.open(directory.directory("catalogue")),
          PolicyShelf.open(directory.directory("policies")),
          InventoryShelf.open(directory.directory("inventory")));
    }
  }

  private AdminPlane plane(
      Telling.Cast cast, Telling telling, StateView.Rulebook rulebook, Desk desk) {
    var people = desk.people();
    var snapshots = cast.snapshots();
    var clock = desk.clock();
    var flows = flows(telling);
    var credentials = new Credentials(storage.state().credentials(), desk.seal(), cast.vault());
    var investigation = new Investigation(evidence, books, telling.egress(), snapshots);
    return new AdminPlane(
        new AdminPlane.SignIn(
            people.operatorAuth(),
            new Warrants(() -> snapshots.get().rules(), this::journal, clock),
            people.link()),
        new ManageKeys(people.keys(), this::journal, clock, snapshots::unlabelled),
        new ManageOperators(people.operators(), this::journal, clock),
        new ManageCredentials(credentials, snapshots::host, this::journal, clock),
        new AdminPlane.Records(
            new RecordView(books.log(), storage.ledger(), recorder, new Chain(evidence)),
            investigation,
            desk.payloads(),
            evidence.search(storage, investigation, this::journal),
            desk.ids()),
        new AdminPlane.State(
            new StateView(storage, rulebook, flows),
            new ManageCatalogue(desk.shelves().catalogue().over(snapshots), this::journal, clock),
            new ManagePolicy(
                new PolicyDesk(
                    new PolicyDesk.Versions(desk.shelves().policies(), snapshots, desk.inForce()),
                    books,
                    new PolicyDesk.Crowd(
                        people.operators(), people.keys(), governance.people().waivers()))),
            new ManageTools(
                cast.way().memory().pins(),
                name -> snapshots.get().labels().tools().knows(name),
                this::journal),
            new AdminPlane.Views(
                () -> flow(snapshots, telling),
                new Compare(learning.learned(), snapshots),
                new Onboard(learning.learned(), snapshots, this::journal),
                contents(snapshots, clock))),
        governance.plane(
            measures,
            new InventoryDesk(desk.shelves().imports(), snapshots, recorder, desk.inForce())));
  }

  private StateView.Flows flows(Telling telling) {
    Supplier<List<String>> lost = lineage.registered()::lost;
    return new StateView.Flows(
        recorder, telling.egress(), clients, telling.tallies(), log, upkeep::warning, lost);
  }

  private AdminPlane.Contents contents(Snapshots snapshots, Clock clock) {
    var content =
        new ManageContent(
            lineage.registered(),
            () -> snapshots.get().labels().settings().categories(),
            this::journal);
    return new AdminPlane.Contents(
        content, new ManageReleases(lineage.releases(), this::journal, clock));
  }

  private ReadFlow.Flow flow(Snapshots snapshots, Telling telling) {
    String mode = snapshots.get().labels().mode().name().toLowerCase(Locale.ROOT);
    return new ReadFlow.Flow(mode, lineage.index().status(), telling.flows().all());
  }

  private Telling.Way way(SecureRandom random, Clock clock) {
    return new Telling.Way(
        seals(storage),
        memory(random, clock),
        log,
        new Telling.Traces(evidence.keeping(), evidence.subjects()),
        governance.people(),
        lineage.known());
  }

  private static Seals seals(Storage storage) {
    return new Seals(new Stamps(storage.keys().derive(KeyRing.SEALED_BLOCKS))::of);
  }

  private Telling.Memory memory(SecureRandom random, Clock clock) {
    var seal = new ResponseSeal(storage.keys(), random);
    var store = storage.state().heldResponses();
    var pins = new SettingToolPins(storage.state().settings());
    return new Telling.Memory(
        new HeldResponses(store, seal, HeldSettings.DEFAULT, clock),
        new HeldAnswers(store, seal, governance.people().approvals(), clock),
        new ToolPins(pins, this::offered, clock));
  }

  /** A definition of a tool came that was not known. */
  private void offered(ToolPin pin) {
    boolean waits = pin.severity() != ToolPin.Severity.NONE;
    var details =
        Map.of(
            "id", ToolPins.id(pin.place()),
            "tenant", pin.place().tenant(),
            "app", pin.place().app(),
            "severity", pin.severity().name().toLowerCase(Locale.ROOT));
    String type = waits ? "tool.quarantined" : "tool.pinned";
    recorder.noted(new Change(type, "gateway", pin.trusted().schema(), "", details));
  }

  private void journal(String type, String actor, Map<String, String> details) {
    String receipt = recorder.changed(new Change(type, actor, "", "", details));
    assert !receipt.isEmpty();
  }

  /** Leaves in the data directory what the command line and a first user look for there. */
  private void announce(People people, Clock clock, Level unlabelled) throws IOException {
    if (people.token().ensure(clock.now())) {
      var bootstrap = Map.of("operator", Operator.BOOTSTRAP, "role", "admin");
      recorder.noted(new Change("operator.added", "gateway", "", "", bootstrap));
    }
    leaveCertificate();
    Files.writeString(storage.directory().file("admin-url"), admin() + "\n");
    people.link().issue(admin() + "/sign-in/", Operator.BOOTSTRAP);
    people
        .firstKey(storage, clock, unlabelled)
        .map(ManageKeys::details)
        .map(details -> new Change("key.created", "gateway", "", "", details))
        .ifPresent(recorder::noted);
  }

  /** The command line believes the admin plane by this file alone, whatever name it is under. */
  private void leaveCertificate() throws IOException {
    Path file = storage.directory().file("admin-certificate");
    if (admins.secure()) {
      Files.writeString(file, admins.certificate().orElse(""));
    } else {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public String trouble() {
    return storage
        .ledger()
        .fault()
        .map(
            fault ->
                """
                %s
                Nothing is served: what cannot be recorded is not done. The record can be read (trace, explain), and is not written.
                To go on: put a sound copy of DATA/ledger in place, or set the damaged one aside for an auditor
                (mv DATA/ledger DATA/ledger.damaged; mv DATA/keys/ledger DATA/keys/ledger.damaged) and start again:
                a new log begins, and every budget with it.\
                """
                    .formatted(fault.getMessage()))
        .orElse("");
  }

  @Override
  public URI client() {
    return address(clients);
  }

  @Override
  public URI admin() {
    return address(admins);
  }

  private static URI address(Listener listener) {
    var bound = listener.address();
    String scheme = listener.secure() ? "https://" : "http://";
    return URI.create(scheme + bound.getAddress().getHostAddress() + ":" + bound.getPort());
  }

  /** The next start reads the more of the ledger, the less of the books was kept. */
  private void keepBooks() {
    try {
      books.keepAll();
    } catch (IOException e) {
      // the ledger itself says it all: the next start takes longer
    }
  }

  /** Lets what is under way finish, within the drain time, and closes everything. */
  @Override
  public void close() {
    clients.drain(drain);
    clients.close();
    admins.close();
    pools.close();
    housekeeping.close();
    recorder.flush();
    keepBooks();
    learning.keep();
    log.close();
    loops.close();
    upkeep.close();
    evidence.close();
    lineage.close();
    storage.close();
  }
}
