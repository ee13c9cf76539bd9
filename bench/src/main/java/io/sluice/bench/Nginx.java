package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The anchor: nginx as a plain proxy with pooled connections, one worker, nothing else on. */
final class Nginx implements Subject {
  private static final String CONFIGURATION =
      """
      daemon off;
      master_process off;
      worker_processes 1;
      pid PLACE/nginx.pid;
      error_log stderr crit;
      worker_rlimit_nofile 20000;
      events { worker_connections 16000; }
      http {
        access_log off;
        keepalive_requests 100000000;
        keepalive_timeout 3600s;
        client_body_buffer_size 16k;
        client_body_temp_path PLACE/body;
        proxy_temp_path PLACE/proxy;
        fastcgi_temp_path PLACE/fastcgi;
        uwsgi_temp_path PLACE/uwsgi;
        scgi_temp_path PLACE/scgi;
        upstream provider {
          server 127.0.0.1:UPSTREAM;
          keepalive 6000;
          keepalive_requests 100000000;
          keepalive_timeout 3600s;
        }
        server {
          listen 127.0.0.1:LISTEN backlog=4096;
          location / {
            proxy_pass http://provider;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Authorization "Bearer upstream-credential";
            proxy_buffering off;
            proxy_read_timeout 600s;
          }
        }
      }
      """;

  private final int port;
  private final Process process;

  private Nginx(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  /** Where it is installed. */
  static Optional<Path> installed() {
    return Stream.of("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it before {@code upstream}, its files in {@code directory}. */
  static Nginx start(Path program, Path directory, int upstream) throws IOException {
    int port = Programs.freePort();
    Path place = Files.createDirectories(directory.resolve("nginx"));
    Path file = place.resolve("nginx.conf");
    Files.writeString(
        file,
        CONFIGURATION
            .replace("PLACE", place.toString())
            .replace("UPSTREAM", Integer.toString(upstream))
            .replace("LISTEN", Integer.toString(port)));
    Process process =
        Programs.start(
            List.of(program.toString(), "-p", place + "/", "-c", file.toString()),
            place.resolve("log"));
    Programs.awaitPort(port, process);
    return new Nginx(port, process);
  }

  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public String headers() {
    return "Authorization: Bearer caller\r\n";
  }

  @Override
  public void close() {
    Programs.stop(process);
  }
}
