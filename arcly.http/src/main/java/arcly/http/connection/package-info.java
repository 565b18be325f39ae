/** One connection's conversation: requests one after the other, their routes' answers, and what is handed over. */
package arcly.http.connection;
