package arcly.media.mp4;

import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.api.media.TrackProperty;
import arcly.media.LanguageCode;
import arcly.media.time.Timebase;
import java.util.ArrayList;
import java.util.List;

/** A track in the movie. */
record Mp4Track(Track track, SampleEntry entry) {

    static Mp4Track of(Track track) {
        return new Mp4Track(track, SampleEntries.of(track));
    }

    /** track_ID, which is never 0: by the track's id, so that it stays the same whatever joins or leaves. */
    int id() {
        return track.id() + 1;
    }

    Timebase timebase() {
        return entry.timebase();
    }

    Box trak() {
        TrackKind kind = track.kind();
        List<Box> mdia = new ArrayList<>();
        mdia.add(new Mdhd(timebase().ticksPerSecond(), LanguageCode.of(track.language())));
        mdia.add(new Hdlr(kind, track.property(TrackProperty.LABEL).orElse("")));
        if (!track.language().isEmpty()) {
            mdia.add(new Elng(track.language()));
        }
        mdia.add(Box.of("minf",
                new MediaHeader(kind),
                Box.of("dinf", new Dref()),
                Box.of("stbl",
                        new Stsd(entry),
                        new EmptyTable("stts"),
                        new EmptyTable("stsc"),
                        new EmptyTable("stsz"),
                        new EmptyTable("stco"))));
        return Box.of("trak", new Tkhd(id(), track, entry), Box.of("mdia", mdia));
    }
}
