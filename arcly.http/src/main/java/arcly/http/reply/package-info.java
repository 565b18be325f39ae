/** Replies in wire form: what is sent of them to whom, and what many share. */
package arcly.http.reply;
