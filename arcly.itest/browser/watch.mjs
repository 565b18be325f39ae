// Opens a player page in headless Chromium and tells, one JSON object a line, how it plays, until it is told to stop (SIGTERM) or the
// seconds are over:
//
//     node watch.mjs CHROMIUM ADDRESS SECONDS FOLDER NAME
//
// Screenshots go to FOLDER as NAME-opened.png, NAME-playing.png (once, 2 s into playing) and NAME-end.png.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [executablePath, address, seconds, folder, name] = process.argv.slice(2);
const LOOK_MILLIS = 200;
const SHOW_AFTER_SECONDS = 2;

const say = what => process.stdout.write(JSON.stringify(what) + '\n');
let stopped = false;
process.on('SIGTERM', () => { stopped = true; });

/** Runs in the page: sees each time the picture stands still, which looking from outside every 200 ms would blur. */
function observe() {
  const seen = { time: 0, movedAt: 0, longestStill: 0, stillAt: 0, tickedAt: 0, longestHang: 0, played: 0 };
  setInterval(() => {
    const now = performance.now();
    seen.longestHang = Math.max(seen.longestHang, seen.tickedAt === 0 ? 0 : now - seen.tickedAt);
    seen.tickedAt = now;
    const video = document.querySelector('video');
    const time = video ? video.currentTime : 0;
    const moved = time !== seen.time;
    if (moved && seen.movedAt !== 0) {
      seen.played += Math.max(0, Math.min(1, time - seen.time)); // a jump to the live edge is not playing
    }
    if (seen.movedAt !== 0) {
      const still = now - seen.movedAt;
      if (still > seen.longestStill) {
        seen.longestStill = still;
        seen.stillAt = time;
      }
    }
    if (moved) {
      seen.movedAt = now;
      seen.time = time;
    }
  }, 50);
  window.arclyObserved = () => {
    const video = document.querySelector('video');
    const quality = video?.getVideoPlaybackQuality();
    return {
      text: document.body?.innerText ?? '',
      time: seen.time,
      played: seen.played,
      ahead: video?.buffered.length ? video.buffered.end(video.buffered.length - 1) - video.currentTime : 0,
      stillMillis: Math.round(seen.longestStill),
      stillAt: seen.stillAt,
      hangMillis: Math.round(seen.longestHang),
      frames: quality?.totalVideoFrames ?? 0,
      dropped: quality?.droppedVideoFrames ?? 0,
      audioBytes: video?.webkitAudioDecodedByteCount ?? 0,
      width: video?.videoWidth ?? 0,
      muted: video?.muted ?? false,
      paused: video?.paused ?? true,
      readyState: video?.readyState ?? 0,
    };
  };
}

const profile = mkdtempSync(join(tmpdir(), 'arcly-chromium-'));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath,
  headless: true,
  viewport: { width: 1280, height: 800 },
  handleSIGTERM: false,
  // As root Chromium has no sandbox; the others keep it from looking for hosts of its own.
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
try {
  const page = await browser.newPage();
  page.on('pageerror', error => say({ error: String(error) }));
  page.on('console', message => message.type() === 'error' && say({ console: message.text() }));
  page.on('request', request => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.host !== new URL(address).host) {
      say({ foreign: request.url() });
    }
  });
  page.on('requestfailed', request => say({ failed: request.url(), why: request.failure()?.errorText }));
  page.on('response', response => response.status() >= 400 && say({ status: response.status(), url: response.url() }));
  await page.addInitScript(observe);
  await page.goto(address);
  await page.waitForTimeout(1000);
  await page.screenshot({ path: join(folder, `${name}-opened.png`) });

  const end = Date.now() + Number(seconds) * 1000;
  let shown = false;
  while (!stopped && Date.now() < end) {
    const now = await page.evaluate(() => window.arclyObserved());
    say(now);
    if (!shown && now.played > SHOW_AFTER_SECONDS) {
      shown = true;
      await page.screenshot({ path: join(folder, `${name}-playing.png`) });
    }
    const sound = page.getByRole('button', { name: /sound|unmute/i });
    if (now.played > SHOW_AFTER_SECONDS && now.muted && await sound.count() > 0 && await sound.first().isVisible()) {
      await sound.first().click(); // the gesture that the browser wants
    }
    await page.waitForTimeout(LOOK_MILLIS);
  }
  await page.screenshot({ path: join(folder, `${name}-end.png`) });
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
