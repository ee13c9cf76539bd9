package io.sluice.cli;

import io.sluice.egress.CallerClient;
import io.sluice.egress.LocalAdmin;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.PrivateFile;
import io.sluice.model.Secret;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;

/** What the demonstration is played on: three simulated providers and a gateway before them. */
final class DemoStage implements AutoCloseable {
  private static final String CREDENTIAL = "demo-provider-credential-";

  private final Simulator cloud;
  private final Simulator anthropic;
  private final Simulator own;
  private final RunningGateway gateway;
  private final LocalAdmin admin;
  private final CallerClient caller;
  private final Path data;

  /** Sets everything up below {@code directory}, which is empty. */
  DemoStage(Path directory, RunningGateway.Start start, LocalDate today) throws IOException {
    data = directory.resolve("data");
    cloud = provider(Kind.OPENAI);
    anthropic = provider(Kind.ANTHROPIC);
    own = provider(Kind.COMPATIBLE);
    try {
      Path file =
          new DemoFile(directory, today)
              .drilled()
              .provider("cloud", cloud.uri(), CREDENTIAL + Kind.OPENAI)
              .provider("anthropic", anthropic.uri(), CREDENTIAL + Kind.ANTHROPIC)
              .provider("own", own.uri(), CREDENTIAL + Kind.COMPATIBLE)
              .provider("impostor", secured(cloud.uri()), CREDENTIAL + Kind.OPENAI)
              .write();
      gateway = start.start(file, data);
    } catch (IOException | RuntimeException e) {
      closeProviders();
      throw e;
    }
    admin = LocalAdmin.of(data);
    caller = new CallerClient(gateway.client());
  }

  /** The same place under https, where nobody can show the certificate that is asked for. */
  private static URI secured(URI plain) {
    return URI.create("https://" + plain.getAuthority());
  }

  private static Simulator provider(Kind kind) throws IOException {
    return Simulator.start(SimSettings.of(kind).withCredential(CREDENTIAL + kind));
  }

  /** A caller key; it is known to nobody else. */
  record Key(String id, Secret secret) {}

  /** Makes a key of that level and budget; an empty budget is none. */
  Key key(String name, String level, String budget) throws IOException {
    var wish = new JsonWriter(256).object().field("name", name).field("level", level);
    wish.field("ttl", "1d");
    if (!budget.isEmpty()) {
      wish.field("budget", budget);
    }
    var reply = admin.call("POST", "/api/v1/keys", wish.endObject().done());
    String secret = reply.body().text("key", "");
    if (!reply.ok() || secret.isEmpty()) {
      throw new IOException("the gateway makes no key: status " + reply.status());
    }
    return new Key(reply.body().text("id", ""), Secret.of(secret));
  }

  /** Ends a key. */
  void revoke(Key key) throws IOException {
    var reply = admin.call("DELETE", "/api/v1/keys/" + Group.segment(key.id()), Bytes.EMPTY);
    if (!reply.ok()) {
      throw new IOException("the gateway does not revoke a key: status " + reply.status());
    }
  }

  /** Puts a key into a file of its owner's alone; answers where it is. */
  Path leave(Key key) throws IOException {
    var file = new PrivateFile(data.resolve("demo-key"));
    file.write(key.secret());
    return file.path();
  }

  Simulator cloud() {
    return cloud;
  }

  Simulator anthropic() {
    return anthropic;
  }

  Simulator own() {
    return own;
  }

  /** The application in every scene. */
  CallerClient caller() {
    return caller;
  }

  RunningGateway gateway() {
    return gateway;
  }

  LocalAdmin admin() {
    return admin;
  }

  Path data() {
    return data;
  }

  /** How many requests the two providers outside have seen. */
  int sentOutside() {
    return cloud.received().size() + anthropic.received().size();
  }

  @Override
  public void close() {
    caller.close();
    gateway.close();
    closeProviders();
  }

  private void closeProviders() {
    cloud.close();
    anthropic.close();
    own.close();
  }
}
