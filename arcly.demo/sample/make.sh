#!/usr/bin/env bash
# Draws the loop that the demo publishes, with FFmpeg 8 (libx264, libfreetype) and nothing else:
#
#     sample/make.sh [ffmpeg] [font.ttf]
#
# Everything turns a whole number of times within a loop, and a loop has a whole number of video frames (240), of GOPs (8) and of AAC
# frames (375), so that its end fits its beginning.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

ffmpeg=${1:-ffmpeg}
font=${2:-/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf}
target=src/main/resources/arcly/demo/sample.flv
loop=8
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

# ring RADIUS TURNS: a ring around the middle whose brightness falls off behind its head, drawn at half the size.
ring() {
    local head="mod(atan2(Y-179.5\,X-319.5)-2*PI*$2*T/$loop+6*PI\,2*PI)/(2*PI)"
    [ "$2" -gt 0 ] || head="1-$head"
    echo "color=black:size=640x360:rate=30,format=gray,geq=lum=255*clip(4-abs(hypot(X-319.5\,Y-179.5)-$1)\,0\,1)*pow($head\,2),scale=1280:720:flags=bicubic,format=gbrp"
}

# Slow light behind everything, smooth enough to be drawn small.
light() {
    local t="2*PI*T/$loop"
    echo "color=black:size=160x90:rate=30,format=gbrp,geq=r=18+12*sin(X/43+$t)*sin(Y/31-$t):g=24+16*sin(X/57-$t+1)*cos(Y/37+$t):b=52+26*sin(X/71+Y/47+$t),scale=1280:720:flags=bicubic"
}

seconds="%{eif\\:mod(t\\,$loop)\\:d}.%{eif\\:mod(floor(t*10+0.001)\\,10)\\:d}"
"$ffmpeg" -v warning -y -filter_complex "
    $(light)[light];
    $(ring 156 1),colorchannelmixer=rr=0.20:gg=0.90:bb=0.85[outer];
    $(ring 138 -2),colorchannelmixer=rr=0.62:gg=0.48:bb=1.00[middle];
    $(ring 120 3),colorchannelmixer=rr=1.00:gg=0.72:bb=0.35[inner];
    [light][outer]blend=all_mode=screen[one];[one][middle]blend=all_mode=screen[two];[two][inner]blend=all_mode=screen,
    drawtext=fontfile=$font:text=arcly:fontsize=96:fontcolor=white:x=(w-text_w)/2:y=272,
    drawtext=fontfile=$font:text='$seconds':fontsize=44:fontcolor=white@0.75:x=w/2-34:y=402,format=yuv420p[picture]" \
    -map '[picture]' -t "$loop" -c:v libx264 -preset veryslow -profile:v high -level 3.1 -bf 0 -g 30 -keyint_min 30 -sc_threshold 0 \
    -x264-params open-gop=0 -b:v 480k -maxrate 700k -bufsize 700k \
    -color_primaries bt709 -color_trc bt709 -colorspace bt709 "$work/picture.mp4"

# Plucked notes of a pentatonic scale, one every 0.4 s, each with 0.8 s to fade away; three loops, of which the second is taken, so
# that the encoder has heard the end before the beginning.
note() { # which of the two voices, octave
    local at="mod(t+$1*0.4\\,0.8)" step="mod(floor((t+$1*0.4)/0.8)*3+$1*2\\,10)"
    local pitch="st(0\\,mod($step*2\\,5))\\;220*$2*pow(2\\,if(eq(ld(0)\\,0)\\,0\\,if(eq(ld(0)\\,1)\\,3\\,if(eq(ld(0)\\,2)\\,5\\,if(eq(ld(0)\\,3)\\,7\\,10))))/12)"
    echo "st(1\\,$pitch)\\;0.16*exp(-5.5*$at)*(1-exp(-250*$at))*(sin(2*PI*ld(1)*$at)+0.25*sin(4*PI*ld(1)*$at))"
}
"$ffmpeg" -v warning -y -f lavfi -i "aevalsrc=exprs=$(note 0 1)|$(note 1 2):s=48000:d=24" \
    -af "pan=stereo|c0=0.8*c0+0.5*c1|c1=0.5*c0+0.8*c1" -c:a aac -b:a 96k "$work/sound.mp4"
"$ffmpeg" -v warning -y -i "$work/picture.mp4" -ss "$loop" -t "$loop" -i "$work/sound.mp4" -map 0:v -map 1:a -c copy -fflags +bitexact \
    -flvflags no_duration_filesize+no_sequence_end "$target"
ls -l "$target"
