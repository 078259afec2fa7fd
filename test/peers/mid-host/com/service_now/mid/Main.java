package com.service_now.mid;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A stand-in for the agent in tests: it reads config.xml, writes logs/agent0.log.0 in the real format and stays up.
 * Written for this test suite from the documented behaviour; no ServiceNow code is in it.
 *
 * System properties (in conf/wrapper-override.conf): fakemid.exit=SECONDS ends the JVM as a crash does;
 * fakemid.code=N with it ends it by System.exit(N) instead; fakemid.silent=SECONDS stops the log;
 * fakemid.lines=FILE logs that file's lines instead of the connection ("LEVEL (Thread) message" each);
 * fakemid.period=SECONDS between status lines, 60 if not given; fakemid.upgrade=FILE is the program that replaces the
 * agent in an upgrade instead: it does nothing but say so in FILE every second.
 */
public final class Main {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx");
  private static OutputStream log;

  public static void main(String[] args) throws Exception {
    String upgrade = System.getProperty("fakemid.upgrade");
    if (upgrade != null) upgrade(upgrade);
    Element config;
    try {
      config = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new File("config.xml")).getDocumentElement();
    } catch (Exception e) {
      System.out.println("Problem reading config.xml: " + e);
      System.exit(1);
      return;
    }
    try {
      log = new FileOutputStream("logs/agent0.log.0", true);
    } catch (IOException e) {
      System.out.println("java.io.IOException: Couldn't get lock for logs/agent%u.log: " + e.getMessage());
      System.exit(1);
      return;
    }
    File lock = new File("logs/agent0.log.0.lck");
    lock.createNewFile();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      line("INFO", "MIDServer", "MIDServer:511", "MID Server stopping");
      line("INFO", "MIDServer", "MIDServer:534", "MID Server stopped");
      lock.delete();
    }));
    String url = parameter(config, "url");
    line("INFO", "StartupSequencer", "StartupSequencer:102", "Initializing MID Server");
    line("INFO", "StartupSequencer", "StartupSequencer:118", "MID Server name: " + parameter(config, "name"));
    String lines = System.getProperty("fakemid.lines");
    if (lines == null) {
      healthy(url, parameter(config, "mid.instance.username"));
    } else {
      for (String given : Files.readAllLines(Path.of(lines), StandardCharsets.UTF_8)) given(given);
    }
    stay();
  }

  private static void upgrade(String file) throws Exception {
    DateTimeFormatter time = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSS");
    String message = "***********UPGRADE MAIN LOGIN START***********";
    try (OutputStream out = new FileOutputStream(file, true)) {
      for (int n = 1;; n++) {
        out.write(("INFO   | jvm 1    | " + ZonedDateTime.now().format(time) + " | " + message + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        message = "Replacing file " + n + " of 4127";
        Thread.sleep(1000);
      }
    }
  }

  private static void healthy(String url, String user) {
    line("INFO", "StartupSequencer", "InstanceInfo:88", "Successfully connected to instance: " + url);
    line("INFO", "StartupSequencer", "InstanceInfo:93", "Install name: acme");
    line("INFO", "StartupSequencer", "RoleTester:61", "User " + user + " has all necessary roles");
    line("INFO", "StartupSequencer", "TableACL:47", "Getting instance ACLs for table: ecc_agent");
    line("INFO", "StartupSequencer", "Packages:140",
        "Current packages: Installed:[mid-core, mid-jre] Assigned:[mid-core, mid-jre] Missing:[]");
    line("INFO", "StartupSequencer", "MonitorFactory:75", "Enabling monitor: ECCQueueMonitor");
    line("INFO", "MIDServer", "MIDServer:402", "MID Server started");
    status();
  }

  private static void stay() throws Exception {
    long begun = System.nanoTime();
    long exit = Long.getLong("fakemid.exit", -1);
    long silent = Long.getLong("fakemid.silent", Long.MAX_VALUE);
    long period = Long.getLong("fakemid.period", 60);
    for (long second = 0;; second++) {
      if (exit >= 0 && second >= exit) {
        Integer code = Integer.getInteger("fakemid.code");
        if (code == null) Runtime.getRuntime().halt(134);
        System.exit(code);
      }
      if (second > 0 && second % period == 0 && second < silent) status();
      long next = begun + (second + 1) * 1_000_000_000L - System.nanoTime();
      if (next > 0) Thread.sleep(next / 1_000_000L + 1);
    }
  }

  private static void status() {
    Runtime r = Runtime.getRuntime();
    line("INFO", "LogStatusMonitor.60", "LogStatusMonitor:112", "stats threads: " + Thread.activeCount()
        + ", memory max: " + r.maxMemory() / 1048576 + ".0MB, allocated: " + r.totalMemory() / 1048576 + ".0MB, used: "
        + (r.totalMemory() - r.freeMemory()) / 1048576 + ".0MB, standard.queued: 0, expedited.queued: 0, interactive.queued: 0");
  }

  private static void given(String text) {
    int open = text.indexOf('(');
    int close = text.indexOf(')');
    if (open < 1 || close < open) {
      write(text);
    } else {
      line(text.substring(0, open).trim(), text.substring(open + 1, close), "Instance:214", text.substring(close + 1).trim());
    }
  }

  private static void line(String level, String thread, String place, String message) {
    write(ZonedDateTime.now().format(TIME) + " " + level + " (" + thread + ") [" + place + "] " + message);
  }

  /** A log that cannot be written does not end the agent. */
  private static synchronized void write(String text) {
    try {
      log.write((text + "\n").getBytes(StandardCharsets.UTF_8));
      log.flush();
    } catch (IOException e) {
      System.out.println("java.io.IOException: " + e.getMessage());
    }
  }

  private static String parameter(Element config, String name) {
    NodeList all = config.getElementsByTagName("parameter");
    for (int i = 0; i < all.getLength(); i++) {
      Element one = (Element) all.item(i);
      if (one.getAttribute("name").equals(name)) return one.getAttribute("value");
    }
    return "";
  }
}
