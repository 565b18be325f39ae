'use strict';

// Plays the stream whose page this is. Waits while it is not live, begins by itself when it is, and begins again after it ended.
(() => {
  const RETRY_MILLIS = 1000;
  const BEHIND_SECONDS = 12; // more than a window's usual distance from the live edge
  const get = id => document.getElementById(id);
  const player = get('player');
  const video = get('video');
  const play = get('play');
  const live = get('live');
  const sound = get('sound');
  const audio = get('audio');

  const name = decodeURIComponent(location.pathname.replace(/^\/|\/$/g, ''));
  document.title = name;
  get('name').textContent = name;
  const key = new URLSearchParams(location.search).get('key');
  const source = 'index.m3u8' + (key ? '?key=' + encodeURIComponent(key) : '');
  const native = video.canPlayType('application/vnd.apple.mpegurl') !== '';
  let hls = null;
  let attempt = 0;

  const say = (headline, detail) => {
    get('headline').textContent = headline;
    get('detail').textContent = detail;
  };

  const waiting = (headline, detail) => {
    player.dataset.state = 'waiting';
    play.hidden = live.hidden = sound.hidden = audio.hidden = true;
    say(headline, detail);
  };

  const leave = () => {
    attempt++;
    if (hls) {
      hls.destroy();
      hls = null;
    }
    video.removeAttribute('src');
    video.load();
  };

  const again = (headline, detail) => {
    leave();
    waiting(headline, detail);
    const mine = attempt;
    setTimeout(() => mine === attempt && begin(), RETRY_MILLIS);
  };

  const absent = () => again('Waiting for the stream', 'The picture comes by itself as soon as somebody publishes.');

  const refused = status => {
    if (status === 401 || status === 403) {
      leave();
      waiting('This stream needs a key', 'Open the page with ?key= and the key at the end of its address.');
    } else {
      absent();
    }
  };

  // With sound if the browser lets us; else the button asks for the gesture that it wants, while the picture runs without.
  const start = () => {
    say('Here it comes', 'The first seconds are being loaded.');
    video.muted = false;
    video.play().catch(error => {
      if (error.name !== 'NotAllowedError') {
        return;
      }
      play.hidden = false;
      video.muted = true;
      video.play().catch(() => {});
    });
  };

  // A stream that has just begun has one segment, whose end would be reached before the next one is there: with two, the picture
  // does not stop again. A stream that ended so early is played as it is.
  const startCushioned = mine => {
    let target = 0;
    let started = false;
    const go = () => {
      if (!started && mine === attempt) {
        started = true;
        start();
      }
    };
    hls.on(Hls.Events.LEVEL_LOADED, (event, data) => {
      if (target === 0) {
        target = data.details.targetduration;
        setTimeout(go, 4000 * target);
      }
    });
    hls.on(Hls.Events.FRAG_BUFFERED, () => {
      const last = video.buffered.length - 1;
      if (last >= 0 && video.buffered.end(last) - video.buffered.start(last) > 1.25 * target) {
        go();
      }
    });
  };

  const showTracks = () => {
    audio.replaceChildren(...hls.audioTracks.map(track => new Option(track.name, String(track.id))));
    audio.hidden = hls.audioTracks.length < 2;
    audio.value = String(hls.audioTrack);
  };

  // The server answers when the stream is there, or after some seconds that it is not.
  const begin = () => {
    const mine = ++attempt;
    if (window.Hls && Hls.isSupported()) {
      hls = new Hls({
        manifestLoadPolicy: { default: { maxTimeToFirstByteMs: 60000, maxLoadTimeMs: 60000, timeoutRetry: null, errorRetry: null } },
        liveDurationInfinity: true,
        backBufferLength: 30,
      });
      startCushioned(mine);
      hls.on(Hls.Events.AUDIO_TRACKS_UPDATED, showTracks);
      hls.on(Hls.Events.ERROR, (event, data) => mine === attempt && data.fatal && failed(data));
      hls.loadSource(source);
      hls.attachMedia(video);
    } else if (native) {
      fetch(source, { method: 'HEAD' }).then(reply => {
        if (mine !== attempt) {
          return;
        }
        if (reply.ok) {
          video.src = source;
          start();
        } else {
          refused(reply.status);
        }
      }).catch(() => mine === attempt && absent());
    } else {
      waiting('This browser cannot play HLS', 'The address of the stream for players is index.m3u8 beside this page.');
    }
  };

  let recovered = 0;
  const failed = data => {
    if (data.type === Hls.ErrorTypes.MEDIA_ERROR && Date.now() - recovered > 5000) {
      recovered = Date.now();
      hls.recoverMediaError();
    } else if (data.details === Hls.ErrorDetails.MANIFEST_LOAD_ERROR && data.response) {
      refused(data.response.code);
    } else {
      absent();
    }
  };

  video.addEventListener('playing', () => {
    player.dataset.state = 'playing';
    live.hidden = false;
  });
  video.addEventListener('ended', () => again('The stream has ended', 'If it comes back, so does the picture.'));
  video.addEventListener('error', () => !hls && video.src && absent());
  video.addEventListener('volumechange', () => {
    sound.hidden = player.dataset.state === 'waiting' || !play.hidden || !video.muted;
    play.hidden = play.hidden || !video.muted;
  });

  const edge = () => {
    if (hls && Number.isFinite(hls.liveSyncPosition)) {
      return hls.liveSyncPosition;
    }
    return video.seekable.length ? video.seekable.end(video.seekable.length - 1) : video.currentTime;
  };

  setInterval(() => {
    if (live.hidden) {
      return;
    }
    const behind = Math.max(0, edge() - video.currentTime);
    const atEdge = behind < BEHIND_SECONDS && !video.paused;
    live.dataset.edge = String(atEdge);
    live.textContent = atEdge ? 'Live' : Math.round(behind) + ' s behind';
  }, 500);

  live.addEventListener('click', () => {
    video.currentTime = edge();
    video.play().catch(() => {});
  });
  play.addEventListener('click', () => {
    play.hidden = true;
    video.muted = false;
    video.play().catch(() => {});
  });
  sound.addEventListener('click', () => {
    video.muted = false;
  });
  audio.addEventListener('change', () => {
    hls.audioTrack = Number(audio.value);
  });
  get('full').addEventListener('click', () => {
    if (document.fullscreenElement) {
      document.exitFullscreen();
    } else if (player.requestFullscreen) {
      player.requestFullscreen().catch(() => {});
    } else if (video.webkitEnterFullscreen) {
      video.webkitEnterFullscreen();
    }
  });
  video.addEventListener('click', () => {
    if (!play.hidden) {
      play.click();
    } else if (video.paused) {
      video.play().catch(() => {});
    } else {
      video.pause();
    }
  });

  begin();
})();
